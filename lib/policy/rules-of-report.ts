import type { SeverityRule } from '../core/alerts/severity.ts';
import type { Report } from '../core/compliance/report.ts';
import type { Place } from '../core/target.ts';
import type { PolicyTarget } from './policy-target.ts';
import type { Policy } from './schema.ts';
import { severityRules } from './severity-rules.ts';

interface RatedBy {
  readonly report: Pick<Report, 'results' | 'units'>;
  readonly policy: Pick<Policy, 'alerts'>;
}

/** The severity rules of a policy for the alerts of a run, or for the drifts and unknowns of its report. */
export function rulesOfReport(
  { report, policy }: RatedBy,
  places: readonly Place[] = report.results,
): readonly SeverityRule[] {
  return severityRules(policy, policyTargets(places, report));
}

/** With the names and units of their accounts, as far as the run knows them. */
function policyTargets(places: readonly Place[], { results, units = [] }: RatedBy['report']): readonly PolicyTarget[] {
  const names = new Map(results.map(({ accountId, accountName = null }) => [accountId, accountName]));
  const paths = new Map(units.flatMap(({ path, accounts }) => accounts.map((id) => [id, path])));
  return places.map(({ accountId, region }) => ({
    accountId,
    region: region ?? '',
    accountName: names.get(accountId) ?? null,
    organizationalUnits: paths.get(accountId) ?? [],
  }));
}
