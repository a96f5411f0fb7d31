import type { Attempt, Planned } from '../../../lib/app/run/attempt.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';

const FREE = { contested: new Set<string>(), cooling: new Set<string>(), coolAt: null };

/** A look that saw what a report says, and has nothing to write. */
export function attemptFor(report: Report, isWhole = true): Attempt {
  const planned: Planned = { ...FREE, writes: [], carryOut: () => Promise.resolve(report) };
  return {
    runId: report.runId,
    accountId: report.results[0]?.accountId ?? '111122223333',
    startedAt: report.startedAt,
    isEmpty: report.results.length === 0,
    isWhole,
    withLater: (changes) => changes,
    plan: () => planned,
    planNothing: () => planned,
  };
}

/** What a run that looked once needs for telling it. */
export function looked(report: Report, isWhole = true) {
  const attempt = attemptFor(report, isWhole);
  return { attempt, again: () => Promise.resolve(attempt) };
}
