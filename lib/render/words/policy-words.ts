import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import type { PlacedWarning } from '../../policy/validated-policy.ts';
import { plain } from './escape.ts';
import { countOf } from './sentence.ts';

/** A valid policy in one line. */
export function describePolicy({ policy, source, sha256 }: LoadedPolicy): string {
  const rules = `${countOf(policy.overrides.length, 'override')}, ${countOf(policy.waivers.length, 'waiver')}`;
  return `${plain(source)}: valid. ${accountsOf(policy)}${regionsOf(policy)}, remediation ${policy.remediation}, ${rules}; sha256 ${sha256}\n`;
}

function regionsOf({ regions }: LoadedPolicy['policy']): string {
  if (typeof regions !== 'string') return countOf(regions.length, 'Region');
  return regions === 'all' ? 'all Regions' : 'all Regions with buckets';
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
