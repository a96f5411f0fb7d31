import { runRecord } from '../../core/alerts/statistics.ts';
import type { RunRecord, RunsOfPeriod } from '../../core/compliance/report.ts';
import { DAY_MS, SECOND_MS } from '../../core/time.ts';
import { desiredLines } from '../../render/words/desired-words.ts';
import { rulesOfReport } from '../../policy/rules-of-report.ts';
import type { ReportBackground } from '../../render/view/report-background.ts';
import { attempt, type StepResult } from '../run/attempt.ts';
import { OWN_ACCOUNT } from '../scan/deps.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import type { ArchiveDeps, RunToArchive } from './run-to-archive.ts';

const TREND_MS = 90 * DAY_MS;

/** What an archived report shows beside its run. What cannot be read is left out: the report is worth keeping without it. */
export async function backgroundOf(
  run: RunToArchive,
  signal: AbortSignal,
  deps: ArchiveDeps,
): Promise<ReportBackground> {
  const [earlier, identity] = await Promise.all([earlierRuns(run, signal, deps), identityOf(signal, deps)]);
  const { report, alerts, state, policy, unitNames = new Map() } = run;
  return {
    runs: [...earlier, runRecord(report, alerts)],
    state,
    desired: desiredLines(policy),
    identity,
    unitNames,
    severityRules: rulesOfReport({ report, policy }),
  };
}

/** The records of a large organization take long to read: the rest of the time is for the report itself. */
const TREND_READ_MS = 3 * SECOND_MS;

async function earlierRuns(
  { store }: RunToArchive,
  signal: AbortSignal,
  { now, warn }: ArchiveDeps,
): Promise<readonly RunRecord[]> {
  if (store === null) return [];
  const from = new Date(now().getTime() - TREND_MS).toISOString();
  const read = await withinLimit<StepResult<RunsOfPeriod>>(timeLimit(TREND_READ_MS, signal), {
    work: () => attempt(store.runsSince(from)),
    late: () => ({ kind: 'failed', why: 'they took too long' }),
  });
  if (read.kind === 'done') return read.value.runs;
  warn('the archived report has no trend, because the records of earlier runs could not be read', read.why);
  return [];
}

async function identityOf(signal: AbortSignal, { forAccount }: ArchiveDeps): Promise<string | null> {
  return forAccount(OWN_ACCOUNT)
    .identify(signal)
    .then(
      ({ arn }) => arn,
      () => null,
    );
}
