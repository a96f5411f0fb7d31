import { SETTINGS, type Target } from '../../core/model.ts';
import type { Explanation } from '../../policy/explain.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { plain } from './escape.ts';
import { count } from './report-words.ts';

/** What a valid policy amounts to. */
export function describePolicy({ policy, source, sha256 }: LoadedPolicy): string {
  const regions = policy.regions === 'all' ? 'all Regions' : count(policy.regions.length, 'Region');
  const rules = `${count(policy.overrides.length, 'override')}, ${count(policy.waivers.length, 'waiver')}`;
  return `${source}: valid. ${regions}, remediation ${policy.remediation}, ${rules}; sha256 ${sha256}\n`;
}

/** The value of each key for one target, and where it comes from. */
export function describeExplanation(
  explanation: Explanation,
  { target, loaded }: { target: Target; loaded: LoadedPolicy },
): string {
  const { settings, remediation, waivers } = explanation;
  const rows = SETTINGS.map((setting) => [
    setting,
    settings[setting]?.value ?? 'not compared',
    settings[setting]?.rule ?? '',
  ]);
  const all = [...rows, ['remediation', remediation.value, remediation.rule]];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const told = waivers.map(
    ({ rule, isInForce, settings: waived, waiver }) =>
      `${rule}  ${isInForce ? 'waives' : 'waived'} ${waived.join(', ')} until ${waiver.expires}, ${plain(waiver.owner)}: ${plain(waiver.reason)}`,
  );
  return `${[`${target.accountId} ${target.region}, by ${loaded.source}${scopeWords(loaded, target)}`, ...lines, ...told].join('\n')}\n`;
}

function scopeWords({ policy }: LoadedPolicy, { region }: Target): string {
  const isListed = policy.regions === 'all' || policy.regions.includes(region);
  return isListed && !policy.excludeRegions.includes(region)
    ? ''
    : ' (not looked at: the policy does not cover this Region)';
}
