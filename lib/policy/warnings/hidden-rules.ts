import { createPatternMatcher, type PatternMatcher } from '../match.ts';
import type { Match } from '../schema-match.ts';

/** A rule, and the keys that it decides. */
export interface KeyedRule {
  readonly index: number;
  readonly match: Match;
  readonly keys: readonly string[];
}

export interface HiddenRule {
  readonly index: number;
  /** The rules that decide its keys. */
  readonly by: readonly number[];
}

/** More rules than this for one key of one account are not compared with each other: a warning is a help, not a proof. */
const MAX_COMPARED = 100;

const EVERY_ACCOUNT = 'every account';

/** The rules that decide nothing: a rule before them in this order matches at least the same targets, for each of their keys. */
export function hiddenRules(rules: readonly KeyedRule[]): readonly HiddenRule[] {
  const stronger = new Map<string, KeyedRule[]>();
  // The star of a narrow pattern is matched as a character: only a star of the wide one can.
  const isWider = createPatternMatcher();
  return rules.flatMap((rule) => {
    const deciders = rule.keys.map((key) => {
      const found = deciderOf(rule, { key, stronger, isWider });
      // What a hidden rule would hide is hidden by its decider as well.
      if (!found) remember(rule, { key, stronger, isWider });
      return found;
    });
    const by = deciders.flatMap((found) => (found ? [found.index] : []));
    return by.length > 0 && by.length === deciders.length ? [{ index: rule.index, by: [...new Set(by)] }] : [];
  });
}

interface Memory {
  readonly key: string;
  /** By key and account. */
  readonly stronger: Map<string, KeyedRule[]>;
  readonly isWider: PatternMatcher;
}

function deciderOf({ match }: KeyedRule, { key, stronger, isWider }: Memory): KeyedRule | undefined {
  const [account] = match.accounts ?? [];
  const candidates = [EVERY_ACCOUNT, ...(account === undefined ? [] : [account])].flatMap(
    (one) => stronger.get(`${one} ${key}`) ?? [],
  );
  return candidates.find((candidate) => matchesAll(candidate.match, { narrow: match, isWider }));
}

function remember(rule: KeyedRule, { key, stronger }: Memory): void {
  for (const account of rule.match.accounts ?? [EVERY_ACCOUNT]) {
    const known = stronger.get(`${account} ${key}`) ?? [];
    if (known.length >= MAX_COMPARED) continue;
    known.push(rule);
    stronger.set(`${account} ${key}`, known);
  }
}

/** Does a match match every target that another one does? */
function matchesAll(wide: Match, { narrow, isWider }: { narrow: Match; isWider: PatternMatcher }): boolean {
  return (
    coversAll(wide.accounts, narrow.accounts, isSame) &&
    coversAll(wide.organizationalUnits, narrow.organizationalUnits, isSame) &&
    coversAll(wide.accountNames, narrow.accountNames, isWider) &&
    coversAll(wide.regions, narrow.regions ?? ['*'], isWider)
  );
}

/** A list that is left out matches everything; a match without such a list reaches further than any list. */
function coversAll(
  wide: readonly string[] | undefined,
  narrow: readonly string[] | undefined,
  covers: (wide: string, narrow: string) => boolean,
): boolean {
  if (wide === undefined) return true;
  return narrow?.every((one) => wide.some((other) => covers(other, one))) ?? false;
}

function isSame(wide: string, narrow: string): boolean {
  return wide === narrow;
}
