import { createMatchers, type MatchTests } from './match.ts';
import type { PolicyTarget } from './policy-target.ts';
import type { Match } from './schema-match.ts';

/** A rule with its place in the policy. */
export interface IndexedRule {
  readonly index: number;
  readonly match: Match;
}

/** Finds the rules of a target without trying those of other accounts. Both lists are in the order of the policy. */
export interface RuleIndex<R> {
  /** The rules that match the Region in every account: found once. */
  readonly ofEveryAccount: (region: string) => readonly R[];
  /** The rules that name accounts, account names or organizational units, and match the target. */
  readonly ofAccount: (target: PolicyTarget) => readonly R[];
}

export function indexRules<R extends IndexedRule>(rules: readonly R[]): RuleIndex<R> {
  const matchers = createMatchers();
  const { everywhere, byAccount, byUnit, byName } = sortRules(rules);
  const byRegion = new Map<string, readonly R[]>();
  const ofName = new Map<string, readonly R[]>();
  const rulesOfName = (name: string): readonly R[] => {
    const known = ofName.get(name) ?? byName.filter(({ match }) => matchers.matchesName(match, name));
    ofName.set(name, known);
    return known;
  };
  return {
    ofEveryAccount: (region) => {
      const known = byRegion.get(region) ?? everywhere.filter(({ match }) => matchers.matchesRegion(match, region));
      byRegion.set(region, known);
      return known;
    },
    ofAccount: (target) => {
      const { accountId, accountName, organizationalUnits = [] } = target;
      const found = [
        ...(byAccount.get(accountId) ?? []),
        ...organizationalUnits.flatMap((unit) => byUnit.get(unit) ?? []),
        ...(accountName ? rulesOfName(accountName) : []),
      ];
      return found.length === 0 ? [] : matching(found, { target, matchers });
    },
  };
}

interface SortedRules<R> {
  readonly everywhere: readonly R[];
  readonly byAccount: ReadonlyMap<string, readonly R[]>;
  readonly byUnit: ReadonlyMap<string, readonly R[]>;
  readonly byName: readonly R[];
}

/** Each rule under its narrowest key. */
function sortRules<R extends IndexedRule>(rules: readonly R[]): SortedRules<R> {
  const everywhere: R[] = [];
  const byAccount = new Map<string, R[]>();
  const byUnit = new Map<string, R[]>();
  const byName: R[] = [];
  for (const rule of rules) {
    const { accounts, organizationalUnits, accountNames } = rule.match;
    if (accounts) for (const account of new Set(accounts)) addTo(byAccount, account, rule);
    else if (organizationalUnits) for (const unit of new Set(organizationalUnits)) addTo(byUnit, unit, rule);
    else if (accountNames) byName.push(rule);
    else everywhere.push(rule);
  }
  return { everywhere, byAccount, byUnit, byName };
}

function addTo<R>(rules: Map<string, R[]>, key: string, rule: R): void {
  const known = rules.get(key);
  if (known) known.push(rule);
  else rules.set(key, [rule]);
}

function matching<R extends IndexedRule>(
  found: readonly R[],
  { target, matchers }: { target: PolicyTarget; matchers: MatchTests },
): readonly R[] {
  return [...new Set(found)]
    .filter(({ match }) => matchers.matchesTarget(match, target))
    .toSorted((a, b) => a.index - b.index);
}
