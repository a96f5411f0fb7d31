import type { Alert } from '../../core/alerts/model.ts';
import { rateAlerts } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import { rulesOfReport } from '../../policy/rules-of-report.ts';
import type { Policy } from '../../policy/schema.ts';

/** The alerts, each with the severity that the policy gives it. Pure. */
export function ratedAlerts(
  alerts: readonly Alert[],
  run: { readonly report: Pick<Report, 'results' | 'units'>; readonly policy: Pick<Policy, 'alerts'> },
): readonly Alert[] {
  return rateAlerts(alerts, rulesOfReport(run, alerts));
}
