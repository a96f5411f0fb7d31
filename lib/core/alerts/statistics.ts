import type { Report, RunRecord } from '../compliance/report.ts';
import type { Alert } from './model.ts';

/** How long each drift was open that ended with these alerts, in minutes. */
export function repairMinutes(alerts: readonly Alert[]): readonly number[] {
  return alerts
    .filter(({ kind, subject }) => (kind === 'repaired' || kind === 'resolved') && subject !== 'session')
    .map(({ since, at }) => Math.max(0, Date.parse(at) - Date.parse(since)) / 60_000);
}

/** What is kept of a run. */
export function recordOf(report: Report, alerts: readonly Alert[]): RunRecord {
  const { runId, startedAt, finishedAt, trigger, verdict, summary } = report;
  return { runId, startedAt, finishedAt, trigger, verdict, summary, repairMinutes: repairMinutes(alerts) };
}

/** The share of targets that could be read, in percent; of nothing, nothing. */
export function coverage({ summary }: Pick<Report, 'summary'>): number {
  const expected = summary.targets - summary.notApplicable;
  return expected === 0 ? 0 : (100 * (expected - summary.unknown)) / expected;
}

export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
