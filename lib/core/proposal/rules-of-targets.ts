import { compareText } from '../order.ts';
import type { Target } from '../target.ts';

/** A value for the targets of some accounts and Regions. null: for those of all. */
export interface GroupedRule {
  readonly accounts: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly value: string;
}

export interface TargetValue extends Target {
  readonly value: string;
}

/** Rules for single targets: accounts with the same Regions together, or Regions with the same accounts. */
export function rulesOfTargets(targets: readonly TargetValue[]): readonly GroupedRule[] {
  const byAccount = rectangles(targets, { lineOf: 'accountId', nameOf: 'region' }).map(({ lines, names, value }) => ({
    accounts: lines,
    regions: names,
    value,
  }));
  const byRegion = rectangles(targets, { lineOf: 'region', nameOf: 'accountId' }).map(({ lines, names, value }) => ({
    accounts: names,
    regions: lines,
    value,
  }));
  return byRegion.length < byAccount.length ? byRegion : byAccount;
}

interface Rectangle {
  readonly lines: readonly string[];
  readonly names: readonly string[];
  readonly value: string;
}

interface Sides {
  readonly lineOf: keyof Target;
  readonly nameOf: keyof Target;
}

/** Lines with the same value for the same names are one rectangle. */
function rectangles(targets: readonly TargetValue[], { lineOf, nameOf }: Sides): readonly Rectangle[] {
  const lines = gather(targets, { keyOf: (one) => [one.value, one[lineOf]], nameOf: (one) => one[nameOf] });
  const same = gather(lines, { keyOf: ({ one, names }) => [one.value, ...names], nameOf: ({ one }) => one[lineOf] });
  return same.map(({ one: { one, names }, names: lines }) => ({ lines, names, value: one.value }));
}

interface Gathering<T> {
  readonly keyOf: (one: T) => readonly string[];
  readonly nameOf: (one: T) => string;
}

/** The first thing of each key, and the names of all of them, sorted. */
function gather<T>(
  things: readonly T[],
  { keyOf, nameOf }: Gathering<T>,
): readonly { readonly one: T; readonly names: readonly string[] }[] {
  const found = new Map<string, { readonly one: T; readonly names: string[] }>();
  for (const one of things) {
    const key = JSON.stringify(keyOf(one));
    const known = found.get(key) ?? { one, names: [] };
    known.names.push(nameOf(one));
    found.set(key, known);
  }
  return [...found.values()].map(({ one, names }) => ({ one, names: names.toSorted(compareText) }));
}
