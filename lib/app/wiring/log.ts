import type { Logger } from '@aws-lambda-powertools/logger';
import type { Report } from '../../core/compliance/report.ts';
import type { RunResult } from '../run/result.ts';

/** Logs a run: its counts, the repairs that guard rails held back, and what was sent. */
export function logRun(result: RunResult, logger: Logger): void {
  const { report, stateUse, stateNote, published, alerts } = result;
  const { runId, verdict, scope, summary } = report;
  logger.info('run finished', { runId, verdict, scope, summary, skipped: skippedRepairs(report) });
  logger.info('alerts', { stateUse, stateNote, published, alerts: (alerts ?? []).map(({ id }) => id) });
}

/** Not every run sends a message about the repairs that it skipped. */
function skippedRepairs({ results }: Report): readonly object[] {
  return results.flatMap(({ accountId, region, drifts }) =>
    drifts
      .filter(({ outcome, waiver }) => outcome === 'skipped' && waiver === null)
      .map(({ setting, detail }) => ({ accountId, region, setting, detail })),
  );
}
