import type { Alert } from '../../core/alerts/model.ts';
import { rateAlerts } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { PolicyTarget } from '../../policy/policy-target.ts';
import type { Policy } from '../../policy/schema.ts';
import { severityRules } from '../../policy/severity-rules.ts';

/** The alerts, each with the severity that the policy gives it. Pure. */
export function ratedAlerts(
  alerts: readonly Alert[],
  { report, policy }: { readonly report: Pick<Report, 'results' | 'units'>; readonly policy: Pick<Policy, 'alerts'> },
): readonly Alert[] {
  return rateAlerts(alerts, severityRules(policy, targetsOf(alerts, report)));
}

/** With the names and units of their accounts, as far as the run knows them. */
function targetsOf(
  alerts: readonly Alert[],
  { results, units = [] }: Pick<Report, 'results' | 'units'>,
): readonly PolicyTarget[] {
  const names = new Map(results.map(({ accountId, accountName = null }) => [accountId, accountName]));
  const paths = new Map(units.flatMap(({ path, accounts }) => accounts.map((id) => [id, path])));
  return alerts.map(({ accountId, region }) => ({
    accountId,
    region: region ?? '',
    accountName: names.get(accountId) ?? null,
    organizationalUnits: paths.get(accountId) ?? [],
  }));
}
