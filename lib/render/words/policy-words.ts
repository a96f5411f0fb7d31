import { SETTING_IDS } from '../../core/settings/registry.ts';
import type { Target } from '../../core/target.ts';
import type { Explanation } from '../../policy/explain.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import type { PlacedWarning } from '../../policy/validate.ts';
import { columns } from './columns.ts';
import { plain } from './escape.ts';
import { countOf } from './sentence.ts';

/** A valid policy in one line. */
export function describePolicy({ policy, source, sha256 }: LoadedPolicy): string {
  const regions = policy.regions === 'all' ? 'all Regions' : countOf(policy.regions.length, 'Region');
  const rules = `${countOf(policy.overrides.length, 'override')}, ${countOf(policy.waivers.length, 'waiver')}`;
  return `${plain(source)}: valid. ${accountsOf(policy)}${regions}, remediation ${policy.remediation}, ${rules}; sha256 ${sha256}\n`;
}

/** Of a policy for more than the own account. */
function accountsOf({ accounts }: LoadedPolicy['policy']): string {
  if (accounts === 'self') return '';
  return accounts === 'organization' ? 'the organization, ' : `${countOf(accounts.length, 'account')}, `;
}

const MAX_WARNINGS = 50;

/** One line for each warning: place, path, what it is and what was probably meant. */
export function describeWarnings(warnings: readonly PlacedWarning[]): string {
  const lines = warnings.slice(0, MAX_WARNINGS).map(({ source, line, column, path, message, hint }) => {
    const end = hint === null ? '' : `. ${hint}`;
    return `${plain(source)}:${line}:${column}: warning: ${path}: ${plain(message)}${end}\n`;
  });
  const left = warnings.length - lines.length;
  return `${lines.join('')}${left > 0 ? `${plain(warnings[0]?.source ?? '')}: and ${countOf(left, 'more warning')}\n` : ''}`;
}

export interface ExplainedTarget {
  readonly target: Target;
  readonly loaded: LoadedPolicy;
  /** Does the policy cover the Region? */
  readonly isCovered: boolean;
}

/** The value of each key for one target, and the rule that decided it. */
export function describeExplanation(
  { settings, remediation, waivers }: Explanation,
  { target, loaded, isCovered }: ExplainedTarget,
): string {
  const rows = SETTING_IDS.map((id) => [id, settings[id]?.value ?? 'not compared', settings[id]?.rule ?? '']);
  const waiverLines = waivers.map(({ rule, isInForce, settings: waived, waiver }) => {
    const by = plain(`${waiver.owner}: ${waiver.reason}`);
    return `${rule}  ${isInForce ? 'waives' : 'waived'} ${waived.join(', ')} until ${waiver.expires}, ${by}\n`;
  });
  const outside = isCovered ? '' : ' (not read: the policy does not cover this Region)';
  return [
    `${target.accountId} ${target.region}, by ${plain(loaded.source)}${outside}\n`,
    columns([...rows, ['remediation', remediation.value, remediation.rule]]),
    ...waiverLines,
  ].join('');
}
