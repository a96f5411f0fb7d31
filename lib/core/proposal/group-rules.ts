import { compareText } from '../order.ts';
import type { Target } from '../target.ts';
import { rulesOfTargets, type GroupedRule } from './rules-of-targets.ts';

/** The value that a policy has to give a target. null: it must give none. */
export interface WantedValue extends Target {
  readonly value: string | null;
}

/** Which whole Regions and whole accounts get a rule of their own before single targets do. */
interface Strategy {
  readonly byRegion: boolean;
  readonly byAccount: boolean;
  /** The share of the targets that must have the value. */
  readonly share: number;
}

const MOST = 0.5;
const STRATEGIES: readonly Strategy[] = [1, MOST].flatMap((share) => [
  { byRegion: true, byAccount: false, share },
  { byRegion: false, byAccount: true, share },
  { byRegion: true, byAccount: true, share },
]);

/**
 * The fewest rules, of a few ways to group them, that give each target its value; the last rule that matches wins. `standard`: the
 * value without a rule. Targets that are left out may get any value. Rules for Regions come first, then accounts, then both. Pure.
 */
export function groupRules(wanted: readonly WantedValue[], standard: string | null): readonly GroupedRule[] {
  const found = STRATEGIES.map((strategy) => rulesBy(strategy, wanted, standard));
  return found.reduce((best, one) => (isShorter(one, best) ? one : best));
}

function isShorter(one: readonly GroupedRule[], other: readonly GroupedRule[]): boolean {
  return one.length < other.length || (one.length === other.length && namesIn(one) < namesIn(other));
}

function namesIn(rules: readonly GroupedRule[]): number {
  return rules.reduce((sum, { accounts, regions }) => sum + (accounts?.length ?? 0) + (regions?.length ?? 0), 0);
}

function rulesBy(
  { byRegion, byAccount, share }: Strategy,
  wanted: readonly WantedValue[],
  standard: string | null,
): readonly GroupedRule[] {
  const ofRegion = byRegion
    ? valuesOfLines(wanted, { lineOf: 'region', share, given: () => standard })
    : new Map<string, string>();
  const givenByRegion = ({ region }: Target): string | null => ofRegion.get(region) ?? standard;
  const ofAccount = byAccount
    ? valuesOfLines(wanted, { lineOf: 'accountId', share, given: givenByRegion })
    : new Map<string, string>();
  const left = wanted.flatMap(({ value, ...target }) => {
    const given = ofAccount.get(target.accountId) ?? givenByRegion(target);
    return value === null || value === given ? [] : [{ ...target, value }];
  });
  return [
    ...byValue(ofRegion).map(({ value, names }) => ({ accounts: null, regions: names, value })),
    ...byValue(ofAccount).map(({ value, names }) => ({ accounts: names, regions: null, value })),
    ...rulesOfTargets(left),
  ];
}

interface Lines {
  readonly lineOf: keyof Target;
  readonly share: number;
  /** The value that a target has without these lines. */
  readonly given: (target: Target) => string | null;
}

/** The Regions or accounts whose targets have the same value, which is not the one that they have without a rule. */
function valuesOfLines(wanted: readonly WantedValue[], { lineOf, share, given }: Lines): ReadonlyMap<string, string> {
  const lines = Map.groupBy(wanted, (one) => one[lineOf]);
  return new Map(
    [...lines].flatMap(([name, targets]) => {
      const value = mostCommon(targets.map((one) => one.value));
      // No rule takes a value away again.
      if (value === null || targets.some((one) => one.value === null)) return [];
      const having = targets.filter((one) => one.value === value);
      const isShared = share === 1 ? having.length === targets.length : having.length > share * targets.length;
      return isShared && having.some((one) => given(one) !== value) ? [[name, value] as const] : [];
    }),
  );
}

/** Of those that are equally common, the first one. null: there is none. */
export function mostCommon<T>(values: readonly T[]): T | null {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, same]) => ({ value, count: same.length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.value ?? null;
}

function byValue(
  values: ReadonlyMap<string, string>,
): readonly { readonly value: string; readonly names: readonly string[] }[] {
  return [...Map.groupBy(values, ([, value]) => value)]
    .map(([value, entries]) => ({ value, names: entries.map(([name]) => name).toSorted(compareText) }))
    .toSorted((a, b) => compareText(a.value, b.value));
}
