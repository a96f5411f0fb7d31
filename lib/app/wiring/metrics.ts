import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import type { Item } from '../../core/alerts/model.ts';
import { coverage, mean, repairMinutes } from '../../core/alerts/statistics.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { EventCounts } from '../change/change.ts';
import type { Told } from '../run/tell-contract.ts';

const HOUR_MS = 60 * 60 * 1000;

/** What one run saw and did. */
export function measureReport({ summary, results, startedAt, finishedAt, trigger }: Report, metrics: Metrics): void {
  const repaired = results.flatMap(({ drifts }) => drifts).filter(({ outcome }) => outcome === 'verified').length;
  metrics.addMetric('Repaired', MetricUnit.Count, repaired);
  // A look after an event says nothing of the estate.
  if (trigger === 'change') return;
  metrics.addMetric('Targets', MetricUnit.Count, summary.targets);
  metrics.addMetric('Compliant', MetricUnit.Count, summary.compliant);
  metrics.addMetric('Drifted', MetricUnit.Count, summary.drifted);
  metrics.addMetric('Unknown', MetricUnit.Count, summary.unknown);
  metrics.addMetric('Coverage', MetricUnit.Percent, coverage({ summary }));
  metrics.addMetric('SweepMs', MetricUnit.Milliseconds, Date.parse(finishedAt) - Date.parse(startedAt));
}

/** What stands after a run. `PendingAlerts` are those that people should have got an hour ago. */
export function measureItems(items: readonly Item[], { metrics, now }: { metrics: Metrics; now: Date }): void {
  const hours = (since: string): number => Math.max(0, now.getTime() - Date.parse(since)) / HOUR_MS;
  const open = items.filter(({ state, subject }) => state === 'open' && subject !== 'session');
  const late = items.flatMap(({ pending }) => pending).filter(({ at }) => hours(at) >= 1);
  metrics.addMetric('OpenDrifts', MetricUnit.Count, open.length);
  metrics.addMetric('OldestDriftHours', MetricUnit.Count, Math.max(0, ...open.map(({ since }) => hours(since))));
  metrics.addMetric('PendingAlerts', MetricUnit.Count, late.length);
}

/** What was told. */
export function measureTold({ alerts, published, kind }: Told, metrics: Metrics): void {
  const minutes = repairMinutes(alerts);
  metrics.addMetric('AlertsPublished', MetricUnit.Count, published ? alerts.length : 0);
  metrics.addMetric('Forgetful', MetricUnit.Count, kind === 'forgetful' ? 1 : 0);
  if (minutes.length > 0) metrics.addMetric('MeanTimeToRepairMinutes', MetricUnit.Count, mean(minutes));
}

/** What came of a batch of events. */
export function measureEvents({ received, dropped, returned, callToAlertMs }: EventCounts, metrics: Metrics): void {
  metrics.addMetric('EventsReceived', MetricUnit.Count, received);
  metrics.addMetric('EventsDropped', MetricUnit.Count, dropped);
  metrics.addMetric('EventsReturned', MetricUnit.Count, returned);
  if (callToAlertMs !== null) metrics.addMetric('CallToAlertMs', MetricUnit.Milliseconds, callToAlertMs);
}
