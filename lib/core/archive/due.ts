import type { Alert } from '../alerts/model.ts';
import type { Report, RunRecord, Summary } from '../compliance/report.ts';
import { hasWritten } from '../compliance/verdict.ts';

/** Did the run write, or find something that has to be told? An alert of an earlier run that is still pending is neither. */
export function hasChanged({ results, startedAt }: Report, alerts: readonly Alert[]): boolean {
  return hasWritten({ results }) || alerts.some(({ at }) => at >= startedAt);
}

/**
 * Does a full run show something that the archive does not? It is the first one of its day (UTC) that is archived, or its counts
 * differ from those of the last one that is. A partial run does not: it says nothing of the rest.
 */
export function isNewPicture({ scope, startedAt, summary }: Report, runs: readonly RunRecord[]): boolean {
  if (scope.kind === 'partial') return false;
  const last = runs.findLast((run) => run.scope === 'full' && run.archive !== undefined);
  return last === undefined || dayOf(last) !== dayOf({ startedAt }) || !isSameSummary(last.summary, summary);
}

const COUNTS = ['targets', 'compliant', 'drifted', 'waived', 'unknown', 'notApplicable'] as const;

function isSameSummary(a: Summary, b: Summary): boolean {
  return COUNTS.every((count) => a[count] === b[count]);
}

/** The day of a run in UTC, such as `2026-11-25`. */
export function dayOf({ startedAt }: Pick<RunRecord, 'startedAt'>): string {
  return startedAt.slice(0, 10);
}
