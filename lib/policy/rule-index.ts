import type { Target } from '../core/target.ts';
import { createRegionMatcher } from './match.ts';
import type { Match } from './schema.ts';

/** A rule with its place in the policy. */
export interface IndexedRule {
  readonly index: number;
  readonly match: Match;
}

/** Finds the rules of a target without trying those of other accounts. Both lists are in the order of the policy. */
export interface RuleIndex<R> {
  /** The rules that name no account and match the Region: found once. */
  readonly ofEveryAccount: (region: string) => readonly R[];
  /** The rules that name the account and match the target. */
  readonly ofAccount: (target: Target) => readonly R[];
}

export function indexRules<R extends IndexedRule>(rules: readonly R[]): RuleIndex<R> {
  const matcherOf = createRegionMatcher();
  const everywhere: R[] = [];
  const byAccount = new Map<string, R[]>();
  for (const rule of rules) {
    if (!rule.match.accounts) everywhere.push(rule);
    for (const account of new Set(rule.match.accounts)) {
      const known = byAccount.get(account);
      if (known) known.push(rule);
      else byAccount.set(account, [rule]);
    }
  }
  const byRegion = new Map<string, readonly R[]>();
  return {
    ofEveryAccount: (region) => {
      const known = byRegion.get(region) ?? everywhere.filter(({ match }) => matcherOf(match)(region));
      byRegion.set(region, known);
      return known;
    },
    ofAccount: ({ accountId, region }) =>
      (byAccount.get(accountId) ?? []).filter(({ match }) => matcherOf(match)(region)),
  };
}
