import type { PolicyTarget } from './policy-target.ts';
import { isInForce } from './in-force.ts';
import { createMatchers } from './match.ts';
import { decide, waiversFor, type Decisions } from './resolve.ts';
import type { Policy, PolicyWaiver } from './schema.ts';
import type { Match } from './schema-match.ts';
import type { PolicySeverityRule } from './schema-severity.ts';

/** Why a target is held to what it is. */
export interface Explanation extends Decisions {
  /** The waivers that name the target, in the order of the policy. */
  readonly waivers: readonly WaiverExplained[];
  /** The severity rules that are about the target, in the order of the policy. */
  readonly severities: readonly SeverityExplained[];
  /** By override or waiver, such as `overrides[0]`: why it is about the target. Those that are not are left out. */
  readonly matched: Readonly<Record<string, readonly MatchedKey[]>>;
}

/** A key of a match, and the entry of its list that the target has. */
export interface MatchedKey {
  readonly key: keyof Match;
  readonly entry: string;
}

interface SeverityExplained {
  readonly rule: string;
  readonly severity: PolicySeverityRule;
}

interface WaiverExplained {
  readonly rule: string;
  readonly isInForce: boolean;
  readonly settings: readonly string[];
  readonly waiver: PolicyWaiver;
}

export function explain(policy: Policy, target: PolicyTarget, now: Date): Explanation {
  const waivers = waiversFor(policy, target).map(({ index, waiver }) => ({
    rule: `waivers[${index}]`,
    isInForce: isInForce(waiver, now),
    settings: waiver.settings,
    waiver,
  }));
  const severities = policy.alerts.severity.flatMap((severity, index) =>
    severity.match === undefined || matchesTarget(severity.match, target)
      ? [{ rule: severityRule(index), severity }]
      : [],
  );
  const matched = rulesOf(policy).flatMap(({ rule, match }) => {
    const keys = matchedKeys(match, target);
    return keys === null ? [] : [[rule, keys] as const];
  });
  return { ...decide(policy, target), waivers, severities, matched: Object.fromEntries(matched) };
}

interface NamedRule {
  readonly rule: string;
  readonly match: Match;
}

function severityRule(index: number): string {
  return `alerts.severity[${index}]`;
}

function rulesOf({ overrides, waivers, alerts }: Policy): readonly NamedRule[] {
  return [
    ...overrides.map(({ match }, index) => ({ rule: `overrides[${index}]`, match })),
    ...waivers.map(({ match }, index) => ({ rule: `waivers[${index}]`, match })),
    ...alerts.severity.flatMap(({ match }, index) => (match ? [{ rule: severityRule(index), match }] : [])),
  ];
}

const KEYS = ['accounts', 'accountNames', 'organizationalUnits', 'regions'] as const;
const { matchesTarget } = createMatchers();

/** null: the rule is not about the target. */
function matchedKeys(match: Match, target: PolicyTarget): readonly MatchedKey[] | null {
  const given = KEYS.filter((key) => match[key] !== undefined);
  const found = given.flatMap((key) => {
    const entry = match[key]?.find((one) => matchesTarget({ [key]: [one] }, target));
    return entry === undefined ? [] : [{ key, entry }];
  });
  return found.length === given.length ? found : null;
}

/** The rules that only the name or the units of an account decide on: without these facts they cannot be judged. */
export function unjudgedRules(policy: Policy, target: PolicyTarget): readonly string[] {
  return rulesOf(policy)
    .filter(({ match: { accountNames, organizationalUnits } }) => accountNames ?? organizationalUnits)
    .filter(({ match: { accounts, regions } }) => matchesTarget({ accounts, regions }, target))
    .map(({ rule }) => rule);
}
