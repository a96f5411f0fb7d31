import { compareText } from '../order.ts';
import { withinLastDay } from '../time.ts';
import { ALERT_KINDS, type Alert, type Pending } from './model.ts';
import type { TakenBy } from './progress.ts';
import type { Threads } from './thread.ts';
import { withThread } from './threads.ts';
import { driftKey, unreadableKey, type AlertRecord, type PolicyRecord, type State } from './records.ts';

/** Every alert that has not been delivered for certain, worst first, then by account, Region and setting. */
export function pendingAlerts(state: State): readonly Alert[] {
  const rank = ({ kind }: Alert): number => ALERT_KINDS.indexOf(kind);
  return pendingOf(state)
    .map(withoutTakers)
    .toSorted((a, b) => rank(a) - rank(b) || compareText(alertKey(a), alertKey(b)) || compareText(a.id, b.id));
}

/** The channels that pending alerts are not sent to any more. */
export function takenBy(state: State): TakenBy {
  return Object.fromEntries(pendingOf(state).flatMap((alert) => (alert.takenBy ? [[alert.id, alert.takenBy]] : [])));
}

function pendingOf({ drifts, unreadable, policies }: State): readonly Pending<Alert>[] {
  return [...drifts, ...unreadable, ...policies].flatMap(({ pending }): readonly Pending<Alert>[] => pending);
}

/** How far its delivery has come is no fact of an alert: every delivery of it has the same bytes. */
function withoutTakers(pending: Pending<Alert>): Alert {
  const { takenBy: _, ...alert } = pending;
  return alert;
}

function alertKey(alert: Alert): string {
  switch (alert.subject) {
    case 'drift':
      return driftKey(alert);
    case 'unreadable':
      return unreadableKey(alert);
    case 'policy':
      return alert.accountId;
  }
}

interface Delivered {
  readonly now: Date;
  readonly undelivered?: readonly string[];
  /** Of the undelivered. */
  readonly takenBy?: TakenBy;
  /** Of the delivered. */
  readonly threads?: Threads;
}

/** The same state once its alerts have been delivered, but for some. Records that were kept only for that are gone. */
export function withoutDelivered(
  state: State,
  { now, undelivered = [], takenBy: taken = {}, threads = {} }: Delivered,
): State {
  const kept = new Map(undelivered.map((id) => [id, taken[id]]));
  return {
    drifts: state.drifts.map((one) => keepPending(withThread(one, threads), kept)).filter((one) => mustKeep(one, now)),
    unreadable: state.unreadable
      .map((one) => keepPending(withThread(one, threads), kept))
      .filter((one) => mustKeep(one, now)),
    ledgers: state.ledgers,
    sessions: state.sessions,
    policies: state.policies.map((one) => keepPending(one, kept)),
  };
}

type Kept = ReadonlyMap<string, readonly string[] | undefined>;

function keepPending<T extends AlertRecord | PolicyRecord>(record: T, kept: Kept): T {
  if (record.pending.length === 0) return record;
  const left = record.pending.filter(({ id }) => kept.has(id));
  return { ...record, pending: left.map((alert) => withTakers(alert, kept.get(alert.id))) };
}

function withTakers<T extends Pending<Alert>>(alert: T, taken: readonly string[] = []): T {
  return taken.length === 0 ? alert : { ...alert, takenBy: taken };
}

/** A closed record is kept until its alerts are delivered, and as long as its openings count for flapping. */
export function mustKeep(record: AlertRecord, now: Date): boolean {
  if (record.state !== 'closed' || record.pending.length > 0) return true;
  return record.kind === 'drift' && (record.isFlapping || withinLastDay(record.openings, now).length > 0);
}
