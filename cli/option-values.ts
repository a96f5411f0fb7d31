import { InvalidArgumentError } from 'commander';
import type { CostLimit } from '../lib/core/cost/model.ts';
import { ACCOUNT_ID } from '../lib/core/names.ts';

/** US dollars, or `none`. */
export function costLimit(text: string): CostLimit {
  if (text === 'none') return 'none';
  if (/^\d{1,12}(\.\d{1,4})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`Expected US dollars such as 500, or none, found ${JSON.stringify(text)}.`);
}

/** A number from 1 on. */
export function count(text: string, most: number): number {
  const found = Number(text);
  if (/^\d+$/.test(text) && found >= 1 && found <= most) return found;
  throw new InvalidArgumentError(`Expected a number from 1 to ${most}, found ${JSON.stringify(text)}.`);
}

/** `before`: what the same option has named before, as in `-r eu-west-1 -r us-east-1`. */
export function names(text: string, before: readonly string[] = []): readonly string[] {
  return listed(text, { before, expected: 'names with commas between, such as eu-west-1,us-east-1' });
}

export function accountId(text: string): string {
  if (ACCOUNT_ID.test(text)) return text;
  throw new InvalidArgumentError(`Expected a 12-digit account id, found ${JSON.stringify(text)}.`);
}

export function accounts(text: string, before: readonly string[] = []): readonly string[] {
  const expected = 'account ids with commas between, such as 111122223333,444455556666';
  const found = listed(text, { before, expected });
  const odd = found.find((id) => !ACCOUNT_ID.test(id));
  if (odd === undefined) return found;
  throw new InvalidArgumentError(`Expected 12-digit account ids, found ${JSON.stringify(odd)}.`);
}

function listed(
  text: string,
  { before, expected }: { readonly before: readonly string[]; readonly expected: string },
): readonly string[] {
  const found = text.split(/[\s,]+/).filter((name) => name !== '');
  if (found.length > 0) return [...new Set([...before, ...found])];
  throw new InvalidArgumentError(`Expected ${expected}.`);
}
