import { InvalidArgumentError, Option, type Command } from 'commander';
import type { HistoryQuestion } from '../lib/app/history/read-facts.ts';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { SETTING_IDS } from '../lib/core/settings/registry.ts';
import { closest } from '../lib/policy/closest.ts';
import { filteredAccounts, filterOptions, namesInRuns, openAccounts, type AccountFilter } from './account-filter.ts';
import type { StateTools } from './aws.ts';
import { RUNS_TO_JUDGE } from '../lib/app/run/freshness.ts';
import { note, UsageError, type Io } from './io.ts';
import { names } from './option-values.ts';
import { regionsOption } from './options.ts';

/* What `history` and `evidence` have in common: questions on the past, from the table. */

export const PAST_FORMATS = ['text', 'json', 'csv', 'html'] as const;
export type PastFormat = (typeof PAST_FORMATS)[number];

export interface PastFilter extends AccountFilter {
  readonly regions?: readonly string[];
  readonly setting?: readonly string[];
}

export function pastOptions(command: Command): Command {
  return filterOptions(command)
    .addOption(regionsOption('only these Regions, with commas between'))
    .addOption(new Option('-s, --setting <names>', 'only these settings, with commas between').argParser(settings))
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(PAST_FORMATS).default('text'));
}

function settings(text: string, before: readonly string[] = []): readonly string[] {
  const found = names(text, before);
  const odd = found.find((name) => !SETTING_IDS.includes(name));
  if (odd === undefined) return found;
  const near = closest(odd, SETTING_IDS);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw new InvalidArgumentError(`Expected ${SETTING_IDS.join(', ')}, found ${JSON.stringify(odd)}.${hint}`);
}

interface Question extends PastFilter {
  readonly from: number;
  readonly to: number;
}

/** What to ask the table for. Throws a UsageError for a period without a moment in it. */
export async function askedOf(
  { from, to, regions, ...filter }: Question,
  { store, deps, io }: Pick<StateTools, 'store' | 'deps'> & { readonly io: Io },
) {
  const now = io.now();
  if (from >= now.getTime()) throw new UsageError('the period begins in the future');
  if (from >= to) throw new UsageError('the period ends before it begins');
  const [{ accountId }, open, runs] = await Promise.all([
    deps.forAccount(OWN_ACCOUNT).identify(io.cancel),
    openAccounts(store),
    store.lastRuns(RUNS_TO_JUDGE),
  ]);
  const accounts = await filteredAccounts(filter, { runs, open, io }, deps);
  const asked: HistoryQuestion = {
    from,
    to: Math.min(to, now.getTime()),
    accounts,
    regions: regions === undefined ? null : new Set(regions),
    now,
    openAccounts: open ?? [...new Set([accountId, ...(accounts ?? [])])],
  };
  return { asked, runs, names: namesInRuns(runs) };
}

/** Says what could not be read. */
export async function noteLeft(left: number, io: Io): Promise<void> {
  if (left === 0) return;
  const what = left === 1 ? 'item of the table was' : 'items of the table were';
  await note(
    io,
    `macie-warden: ${left} ${what} left out: written by a newer version of macie-warden, or damaged. Use that version; until then their times are not seen`,
  );
}
