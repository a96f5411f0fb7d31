import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { pendingAlerts, takenBy } from '../../core/alerts/delivery.ts';
import type { Audience } from '../../core/alerts/audience.ts';
import type { State } from '../../core/alerts/records.ts';
import { coverage, mean, repairMinutes } from '../../core/alerts/statistics.ts';
import type { Report } from '../../core/compliance/report.ts';
import { HOUR_MS } from '../../core/time.ts';
import type { EventCounts } from '../change/deps.ts';
import type { RunResult } from '../run/result.ts';

/** The metrics of one run. */
export function measureRun(result: RunResult, { metrics, now }: { metrics: Metrics; now: Date }): void {
  measureReport(result.report, metrics);
  measureState(result.state, { metrics, now });
  const minutes = repairMinutes(result.alerts ?? []);
  metrics.addMetric('AlertsPublished', MetricUnit.Count, publishedAlerts(result));
  const isUnavailable = result.stateUse === 'unavailable' || result.itemsLeftAlone > 0;
  metrics.addMetric('StateUnavailable', MetricUnit.Count, isUnavailable ? 1 : 0);
  metrics.addMetric('LeaseWaitTimeouts', MetricUnit.Count, result.stateUse === 'busy' ? 1 : 0);
  metrics.addMetric('DeliveryFailures', MetricUnit.Count, result.failures.length);
  const givenUp = (result.givenUp ?? []).flatMap(({ alertIds }) => alertIds);
  if (givenUp.length > 0) metrics.addMetric('AlertsGivenUp', MetricUnit.Count, givenUp.length);
  metrics.addMetric('ArchiveFailed', MetricUnit.Count, result.archiving.problem === null ? 0 : 1);
  measureAudience(result.audience, metrics);
  if (minutes.length > 0) metrics.addMetric('MeanTimeToRepairMinutes', MetricUnit.Count, mean(minutes));
}

/** Whether anybody receives a message; null: SNS was not asked. */
export function measureAudience(audience: Audience | null, metrics: Metrics): void {
  metrics.addMetric('Unsubscribed', MetricUnit.Count, audience?.kind === 'unsubscribed' ? 1 : 0);
  metrics.addMetric('AudienceUnknown', MetricUnit.Count, audience?.kind === 'unknown' ? 1 : 0);
}

/** Alerts that no channel has taken were not published. */
function publishedAlerts({ published, alerts, state, stateUse }: RunResult): number {
  if (!published || alerts === null) return 0;
  if (stateUse !== 'stored' || state === null) return alerts.length;
  const taken = takenBy(state);
  const left = new Set(pendingAlerts(state).flatMap(({ id }) => (taken[id] === undefined ? [id] : [])));
  return alerts.filter(({ id }) => !left.has(id)).length;
}

function measureReport({ summary, results, startedAt, finishedAt, scope }: Report, metrics: Metrics): void {
  const repaired = results.flatMap(({ drifts }) => drifts).filter(({ outcome }) => outcome === 'verified').length;
  metrics.addMetric('Repaired', MetricUnit.Count, repaired);
  // A partial run says nothing of the rest of the policy.
  if (scope.kind === 'partial') return;
  metrics.addMetric('Targets', MetricUnit.Count, summary.targets);
  metrics.addMetric('Compliant', MetricUnit.Count, summary.compliant);
  metrics.addMetric('Drifted', MetricUnit.Count, summary.drifted);
  metrics.addMetric('Unknown', MetricUnit.Count, summary.unknown);
  metrics.addMetric('Coverage', MetricUnit.Percent, coverage({ summary }));
  metrics.addMetric('ScanMs', MetricUnit.Milliseconds, Date.parse(finishedAt) - Date.parse(startedAt));
}

/** The open drifts after a run, where they are known. `PendingAlerts`: those that should have been delivered an hour ago. */
function measureState(state: State | null, { metrics, now }: { metrics: Metrics; now: Date }): void {
  if (state === null) return;
  const hours = (since: string): number => Math.max(0, now.getTime() - Date.parse(since)) / HOUR_MS;
  const open = state.drifts.filter((record) => record.state === 'open');
  const late = pendingAlerts(state).filter(({ at }) => hours(at) >= 1);
  metrics.addMetric('OpenDrifts', MetricUnit.Count, open.length);
  metrics.addMetric('OldestDriftHours', MetricUnit.Count, Math.max(0, ...open.map(({ since }) => hours(since))));
  metrics.addMetric('PendingAlerts', MetricUnit.Count, late.length);
}

/** The metrics of one batch of events. */
export function measureEvents({ received, ignored, returned, callToAlertMs }: EventCounts, metrics: Metrics): void {
  metrics.addMetric('EventsReceived', MetricUnit.Count, received);
  metrics.addMetric('EventsIgnored', MetricUnit.Count, ignored);
  metrics.addMetric('EventsReturned', MetricUnit.Count, returned);
  if (callToAlertMs !== null) metrics.addMetric('CallToAlertMs', MetricUnit.Milliseconds, callToAlertMs);
}
