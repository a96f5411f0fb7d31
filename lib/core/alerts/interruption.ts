import { CLOCK_TOLERANCE_MS } from '../activity/macie-call.ts';
import type { Result } from '../compliance/report.ts';
import { announceDrift, newDriftRecord } from './drift-record.ts';
import { interruptionOf, type Interruption } from './find-interruption.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { DriftRecord } from './records.ts';
import type { SessionTime } from './session-times.ts';
import type { TargetState } from './state-index.ts';
import { withinLastDay } from '../time.ts';

interface Options {
  /** The state of the target before the run, and its drift records after it. */
  readonly known: TargetState;
  readonly records: readonly DriftRecord[];
  /** When the session was made and changed, as an earlier run read it. */
  readonly time: SessionTime | null;
  readonly context: ReconcileContext;
}

/**
 * The records of settings that are as desired now and were not in between: a call has set another value, or the session was made
 * anew since the last run. A drift or a repair that is already recorded is no news.
 */
export function reconcileInterruptions(result: Result, options: Options): readonly DriftRecord[] {
  const { known, time, context } = options;
  const { session } = result;
  if (session === null || result.drifts.some(({ outcome }) => outcome === 'verified')) return [];
  // Most targets have not changed, and there is no call of them.
  const hasCalls = context.calls.length > 0 || context.callsBetween.length > 0;
  if (!hasCalls && (time === null || time.createdAt === session['createdAt'])) return [];
  return Object.entries(result.settings).flatMap(([setting, actual]) => {
    const isAsDesired = actual !== null && !result.drifts.some((drift) => drift.setting === setting);
    if (!isAsDesired) return [];
    const found = interruptionOf(setting, { desired: actual, result, session, times: time, context });
    return found && !isRecorded(found, known) ? [announce(found, result, options)] : [];
  });
}

/** Has an alert or a repair covered it? Then a run saw the drift while it was there. */
function isRecorded({ setting, since }: Interruption, { drifts, attempts }: TargetState): boolean {
  const record = drifts.find((one) => one.setting === setting);
  if (record && record.state !== 'closed') return true;
  const isAfter = (at: string | null): boolean =>
    at !== null && Date.parse(at) + CLOCK_TOLERANCE_MS >= Date.parse(since);
  return (
    isAfter(record?.announcedAt ?? null) ||
    attempts.some((attempt) => attempt.setting === setting && isAfter(attempt.at))
  );
}

function announce(
  { setting, desired, actual, since, from, until, call }: Interruption,
  result: Result,
  { records, context }: Options,
): DriftRecord {
  const now = context.now.toISOString();
  const stored = records.find((one) => one.setting === setting);
  const facts = { since, desired, actual, action: 'manual' };
  const openings = [...withinLastDay(stored?.openings ?? [], context.now), now].slice(-context.settings.flapLimit - 1);
  const record: DriftRecord = {
    ...(stored ?? newDriftRecord({ ...result, setting }, facts)),
    ...facts,
    openings,
    call,
  };
  if (record.isFlapping) return record;
  if (openings.length > context.settings.flapLimit)
    return announceDrift(
      { ...record, isFlapping: true },
      { kind: 'flapping', earlierCalls: record.earlierCalls },
      context,
    );
  return announceDrift(record, { kind: 'interrupted', from, until }, { ...context, detail: null });
}
