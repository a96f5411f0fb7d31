import { SETTING_IDS } from '../../core/settings/registry.ts';
import type { Explanation, MatchedKey } from '../../policy/explain.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { needsBuckets } from '../../policy/resolve.ts';
import type { PolicyTarget } from '../../policy/policy-target.ts';
import { columns } from './columns.ts';
import { plain } from './escape.ts';
import { unitPath, unitText, type UnitNames } from './unit-words.ts';

export interface ExplainedTarget {
  readonly target: PolicyTarget;
  readonly loaded: LoadedPolicy;
  /** Why runs with the policy do not read the target; null: they do, as far as it is known. */
  readonly whyNotRead: string | null;
  readonly units: UnitNames;
  /** What the explanation could not take into account, and why; null: nothing. */
  readonly unjudged: { readonly rules: readonly string[]; readonly why: string } | null;
}

/** The value of each key for one target, the rule that decided it, and why that rule is about the target. */
export function describeExplanation(
  { settings, remediation, onlyWithBuckets, waivers, severities, matched }: Explanation,
  { target, loaded, whyNotRead, units, unjudged }: ExplainedTarget,
): string {
  const whyOf = (rule: string): string => (matched[rule] ?? []).map((key) => keyText(key, units)).join(', ');
  const rows = SETTING_IDS.flatMap((id) => {
    const decision = settings[id];
    return decision ? [[id, decision.value, decision.rule, whyOf(decision.rule)]] : [];
  });
  // Of a policy that does not depend on buckets it says nothing.
  const ofBuckets = needsBuckets(loaded.policy)
    ? [['onlyWithBuckets', String(onlyWithBuckets.value), onlyWithBuckets.rule, whyOf(onlyWithBuckets.rule)]]
    : [];
  const waiverLines = waivers.map(({ rule, isInForce, settings: waived, waiver }) => {
    const by = plain(`${waiver.owner}: ${waiver.reason}`);
    return `${rule}  ${isInForce ? 'waives' : 'waived'} ${waived.join(', ')} until ${waiver.expires}, ${by} (${whyOf(rule)})\n`;
  });
  return [
    `${placeText(target, units)}, by ${plain(loaded.source)}${whyNotRead === null ? '' : ` (not read: ${whyNotRead})`}\n`,
    columns([...rows, ['remediation', remediation.value, remediation.rule, whyOf(remediation.rule)], ...ofBuckets]),
    ...(SETTING_IDS.length > rows.length ? ['not compared: every other setting\n'] : []),
    ...waiverLines,
    ...severities.map((one) => severityLine(one, whyOf(one.rule))),
    ...(unjudged ? [unjudgedText(unjudged)] : []),
  ].join('');
}

function severityLine(
  { rule, severity: { kinds, settings, severity } }: Explanation['severities'][number],
  why: string,
): string {
  const ofSettings = settings ? ` of ${settings.join(', ')}` : '';
  return `${rule}  rates ${kinds ? `${kinds.join(', ')} alerts` : 'alerts'}${ofSettings} as ${severity}${why === '' ? '' : ` (${why})`}\n`;
}

function placeText(
  { accountId, accountName, organizationalUnits = [], region }: PolicyTarget,
  units: UnitNames,
): string {
  const path = unitPath(organizationalUnits, units);
  const facts = [accountName ? plain(accountName) : '', path && `in ${path}`].filter(Boolean);
  return `${accountId}${facts.length > 0 ? ` (${facts.join(', ')})` : ''} ${region}`;
}

function keyText({ key, entry }: MatchedKey, units: UnitNames): string {
  switch (key) {
    case 'accounts':
      return `account ${entry}`;
    case 'accountNames':
      return `account name ${plain(entry)}`;
    case 'organizationalUnits':
      return `unit ${unitText(entry, units)}`;
    case 'regions':
      return `Region ${plain(entry)}`;
  }
}

function unjudgedText({ rules, why }: NonNullable<ExplainedTarget['unjudged']>): string {
  const what = rules.length > 0 ? rules.join(', ') : 'whether the policy covers the account';
  return `not judged: ${what}, because the account could not be looked up in AWS Organizations: ${plain(why)}\n`;
}
