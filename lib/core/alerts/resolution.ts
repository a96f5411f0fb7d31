import { callBehind } from '../activity/attribution.ts';
import type { RepairAttempt } from '../guard-rails/repair-attempt.ts';
import { withinLastDay } from '../time.ts';
import { announceDrift } from './drift-record.ts';
import { alertId, type ReconcileContext } from './reconcile-context.ts';
import type { DriftRecord } from './records.ts';

export interface Resolution {
  /** Why it is no longer compared; null if it was seen not to differ any more. */
  readonly detail: string | null;
  /** A repair of a run that ended before it recorded what came of it. */
  readonly recorded: RepairAttempt | null;
}

/** The drift of a record was not seen any more. */
export function onResolved(
  record: DriftRecord,
  { detail, recorded }: Resolution,
  context: ReconcileContext,
): DriftRecord {
  const { now, versions, calls } = context;
  const openings = withinLastDay(record.openings, now);
  const closed: DriftRecord = { ...record, state: 'closed', openings };
  if (record.state === 'open' || recorded) {
    if (record.isFlapping) return closed;
    const ending = callBehind(calls, { ...record, value: record.desired });
    // A drift that was never announced: the call behind it is news as well.
    const call = ending ?? (record.state === 'open' ? null : (recorded?.call ?? null));
    // A run that could not save may have announced this as a repair: it is the same change, so it has the same id.
    const idKind = recorded ? 'repaired' : 'resolved';
    if (recorded && isPending(record, context)) return closed;
    const facts = { now, versions, detail: detail ?? lostRepairText(recorded), call, idKind } as const;
    return announceDrift(closed, { kind: 'resolved', waiver: null, isGone: detail !== null }, facts);
  }
  if (!record.isFlapping || openings.length > 0) return closed;
  const calm = { ...closed, isFlapping: false, contestedAt: null };
  const facts = { now, versions, detail: detail ?? 'it has not changed for a day', call: null };
  return announceDrift(calm, { kind: 'resolved', waiver: null, isGone: detail !== null }, facts);
}

/** Has a run saved its alert of this repair, and not what came of the attempt? */
function isPending({ accountId, region, setting, pending }: DriftRecord, context: ReconcileContext): boolean {
  const id = alertId({ kind: 'repaired', accountId, region, subject: setting }, context);
  return pending.some((alert) => alert.id === id);
}

/** A run that ended between its write and its alert: its recorded attempt is all there is to report of the repair. */
function lostRepairText(recorded: RepairAttempt | null): string | null {
  if (!recorded) return null;
  return `a run of macie-warden set out to repair it at ${recorded.at} and ended before it recorded the outcome; it is as desired now`;
}
