import { CLOCK_TOLERANCE_MS, type MacieCall } from '../activity/macie-call.ts';
import type { Result } from '../compliance/report.ts';
import type { GroupValues } from '../observation.ts';
import { compareText } from '../order.ts';
import { settingOf } from '../settings/registry.ts';
import { SESSION } from '../settings/session.ts';
import { HOUR_MS, isWithin } from '../time.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { SessionTime } from './session-times.ts';

/** A setting that was changed and changed back between two runs, as far as there is a trace of it. */
export interface Interruption {
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

export interface Seen {
  readonly desired: string;
  readonly result: Result;
  readonly session: GroupValues;
  readonly times: SessionTime | null;
  readonly context: ReconcileContext;
}

/** A call that has set another value than the one that is shown, which is as desired; null: there is no trace of any. */
export function interruptionOf(setting: string, seen: Seen): Interruption | null {
  return settingOf(setting).group === SESSION
    ? interruptionOfSession(setting, seen)
    : interruptionBesideSession(setting, seen);
}

function interruptionOfSession(
  setting: string,
  { desired, result, session, times, context }: Seen,
): Interruption | null {
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

/** Only a session has times. Of another group a fresh call proves that the value was set, and a later one when it was set back. */
function interruptionBesideSession(setting: string, { desired, result, context }: Seen): Interruption | null {
  const calls = context.calls
    .filter(({ accountId, region }) => accountId === result.accountId && region === result.region)
    .filter(({ at, sets }) => sets[setting] !== undefined && isWithin(at, { now: context.now, ms: HOUR_MS }))
    .toSorted((a, b) => compareText(a.at, b.at));
  const call = calls.findLast(({ sets }) => sets[setting] !== desired);
  const actual = call?.sets[setting];
  if (!call || actual === undefined) return null;
  const until = calls.find(({ at, sets }) => at > call.at && sets[setting] === desired)?.at ?? null;
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
