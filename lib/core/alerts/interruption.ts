import { CLOCK_TOLERANCE_MS, type MacieCall } from '../activity/macie-call.ts';
import type { Result } from '../compliance/report.ts';
import type { GroupValues } from '../observation.ts';
import { compareText } from '../order.ts';
import { settingOf } from '../settings/registry.ts';
import { SESSION } from '../settings/session.ts';
import { announceDrift, newDriftRecord } from './drift-record.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { DriftRecord } from './records.ts';
import type { SessionTime } from './session-times.ts';
import type { TargetState } from './state-index.ts';
import { HOUR_MS, isWithin, withinLastDay } from '../time.ts';

/** A setting that was changed and changed back between two runs, as far as there is a trace of it. */
interface Interruption {
  readonly setting: string;
  readonly desired: string;
  /** The value in between. */
  readonly actual: string;
  /** The earliest known time of it, ISO 8601 UTC. */
  readonly since: string;
  /** null where that is not known. */
  readonly from: string | null;
  readonly until: string | null;
  readonly call: MacieCall | null;
}

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
    if (!isAsDesired || settingOf(setting).group !== SESSION) return [];
    const found = interruptionOf(setting, { desired: actual, result, session, times: time, context });
    return found && !isRecorded(found, known) ? [announce(found, result, options)] : [];
  });
}

interface Seen {
  readonly desired: string;
  readonly result: Result;
  readonly session: GroupValues;
  readonly times: SessionTime | null;
  readonly context: ReconcileContext;
}

function interruptionOf(setting: string, { desired, result, session, times, context }: Seen): Interruption | null {
  const { createdAt = null, updatedAt = null } = session;
  const calls = [...context.calls, ...context.callsBetween]
    .filter(({ accountId, region }) => accountId === result.accountId && region === result.region)
    .toSorted((a, b) => compareText(a.at, b.at));
  if (setting === 'status' && createdAt !== null && isNewSession(createdAt, times)) {
    const call = calls.findLast((one) => hasEndedSession(one, { times, createdAt })) ?? null;
    const since = call?.at ?? createdAt;
    return { setting, desired, actual: 'DISABLED', since, from: call?.at ?? null, until: createdAt, call };
  }
  const call = calls.findLast(
    ({ sets, at }) => (sets[setting] ?? desired) !== desired && isNews(at, { times, context }),
  );
  const actual = call?.sets[setting];
  // Only a session that was changed after the call can be as desired again.
  const until = call?.name === 'DisableMacie' ? createdAt : (updatedAt ?? createdAt);
  if (!call || actual === undefined || until === null) return null;
  if (Date.parse(until) + CLOCK_TOLERANCE_MS < Date.parse(call.at)) return null;
  return { setting, desired, actual, since: call.at, from: call.at, until, call };
}

/** Only a call after the earlier session was made, and before the new one, has disabled the earlier one. */
function hasEndedSession(
  { sets, at }: MacieCall,
  { times, createdAt }: { readonly times: SessionTime | null; readonly createdAt: string },
): boolean {
  const ms = Date.parse(at);
  const isOfEarlier = ms >= Date.parse(String(times?.createdAt));
  return sets['status'] === 'DISABLED' && isOfEarlier && ms <= Date.parse(createdAt) + CLOCK_TOLERANCE_MS;
}

function isNewSession(createdAt: string, times: SessionTime | null): boolean {
  const known = times?.createdAt ?? null;
  return known !== null && createdAt > known;
}

/** A call from before the last reading is news only if it is so fresh that its event may have come late. */
function isNews(at: string, { times, context }: Pick<Seen, 'times' | 'context'>): boolean {
  const read = times?.updatedAt ?? times?.createdAt ?? null;
  if (read === null || Date.parse(at) + CLOCK_TOLERANCE_MS > Date.parse(read)) return true;
  return isWithin(at, { now: context.now, ms: HOUR_MS });
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
