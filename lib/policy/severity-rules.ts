import type { SeverityRule } from '../core/alerts/severity.ts';
import { SEVERITIES } from '../core/severity.ts';
import { createMatchers } from './match.ts';
import type { PolicyTarget } from './policy-target.ts';
import type { Policy } from './schema.ts';
import type { PolicySeverityRule } from './schema-severity.ts';

/** The severity rules of a policy for alerts of these targets: patterns, names and units as the accounts and Regions that they match. */
export function severityRules(
  { alerts }: Pick<Policy, 'alerts'>,
  targets: readonly PolicyTarget[],
): readonly SeverityRule[] {
  if (alerts.severity.length === 0) return [];
  // Thousands of targets are of one account, and as many of one Region.
  const accounts = [...new Map(targets.map((target) => [target.accountId, target])).values()];
  const regions = [...new Map(targets.map((target) => [target.region, target])).values()];
  return alerts.severity.map((rule) => ruleFor(rule, { accounts, regions }));
}

const { matchesTarget } = createMatchers();

function ruleFor(
  { match = {}, kinds, settings, severity }: PolicySeverityRule,
  { accounts, regions }: { readonly accounts: readonly PolicyTarget[]; readonly regions: readonly PolicyTarget[] },
): SeverityRule {
  const { regions: regionPatterns, ...ofAccount } = match;
  return {
    severity: severityOfPolicy(severity),
    kinds,
    settings,
    accounts:
      Object.keys(ofAccount).length === 0
        ? undefined
        : new Set(accounts.filter((one) => matchesTarget(ofAccount, one)).map(({ accountId }) => accountId)),
    regions:
      regionPatterns === undefined
        ? undefined
        : new Set(regions.filter((one) => matchesTarget({ regions: regionPatterns }, one)).map(({ region }) => region)),
  };
}

/** The policy writes them in small letters. */
function severityOfPolicy(severity: PolicySeverityRule['severity']): SeverityRule['severity'] {
  return SEVERITIES.find((one) => one.toLowerCase() === severity) ?? 'INFO';
}
