import { compareSettings } from '../../core/settings/registry.ts';
import { flattenDesired } from '../../policy/flatten-desired.ts';
import type { Policy } from '../../policy/schema.ts';
import type { Match } from '../../policy/schema-match.ts';
import type { DesiredLine } from '../view/report-background.ts';

/** The values that a policy wants: those of every target, then those of each override, in the order of the policy. The last one holds. */
export function desiredLines({ desired, remediation, overrides }: Policy): readonly DesiredLine[] {
  return [
    ...linesOf({ desired, remediation }, 'every target'),
    ...overrides.flatMap(({ match, ...rule }) => linesOf(rule, matchText(match))),
  ];
}

type Rule = Partial<Pick<Policy['overrides'][number], 'desired' | 'remediation' | 'onlyWithBuckets'>>;

function linesOf({ desired = {}, remediation, onlyWithBuckets }: Rule, where: string): readonly DesiredLine[] {
  const settings = Object.entries(flattenDesired(desired))
    .toSorted(([a], [b]) => compareSettings(a, b))
    .map(([setting, value]) => ({ where, setting, desired: value }));
  return [
    ...settings,
    ...(remediation === undefined ? [] : [{ where, setting: 'remediation', desired: remediation }]),
    ...(onlyWithBuckets === undefined ? [] : [{ where, setting: 'onlyWithBuckets', desired: String(onlyWithBuckets) }]),
  ];
}

/** Such as `eu-* of 111122223333`, `every Region of accounts named prod-*`, `eu-west-1 of every account`. */
function matchText({ regions, accounts, accountNames, organizationalUnits }: Match): string {
  const whose = [
    ...(accounts ? [accounts.join(', ')] : []),
    ...(accountNames ? [`accounts named ${accountNames.join(', ')}`] : []),
    ...(organizationalUnits ? [`accounts under ${organizationalUnits.join(', ')}`] : []),
  ];
  return `${regions?.join(', ') ?? 'every Region'} of ${whose.length === 0 ? 'every account' : whose.join(', and ')}`;
}
