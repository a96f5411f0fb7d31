import { compareText } from '../order.ts';
import { withinLastDay } from '../time.ts';
import { ALERT_KINDS, type Alert } from './model.ts';
import { driftKey, unreadableKey, type AlertRecord, type PolicyRecord, type State } from './records.ts';

/** Every alert that has not been delivered for certain, worst first, then by account, Region and setting. */
export function pendingAlerts({ drifts, unreadable, policies }: State): readonly Alert[] {
  const rank = ({ kind }: Alert): number => ALERT_KINDS.indexOf(kind);
  return [...drifts, ...unreadable, ...policies]
    .flatMap(({ pending }): readonly Alert[] => pending)
    .toSorted((a, b) => rank(a) - rank(b) || compareText(alertKey(a), alertKey(b)) || compareText(a.id, b.id));
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

/** The same state once its alerts have been delivered, but for some. Records that were kept only for that are gone. */
export function withoutDelivered(
  state: State,
  { now, undelivered = [] }: { readonly now: Date; readonly undelivered?: readonly string[] },
): State {
  const kept = new Set(undelivered);
  return {
    drifts: state.drifts.map((one) => keepPending(one, kept)).filter((one) => isWorthKeeping(one, now)),
    unreadable: state.unreadable.map((one) => keepPending(one, kept)).filter((one) => isWorthKeeping(one, now)),
    ledgers: state.ledgers,
    sessions: state.sessions,
    policies: state.policies.map((one) => keepPending(one, kept)),
  };
}

function keepPending<T extends AlertRecord | PolicyRecord>(record: T, kept: ReadonlySet<string>): T {
  return record.pending.length === 0 ? record : { ...record, pending: record.pending.filter(({ id }) => kept.has(id)) };
}

/** A closed record is kept until its alerts are delivered, and as long as its openings count for flapping. */
export function isWorthKeeping(record: AlertRecord, now: Date): boolean {
  if (record.state !== 'closed' || record.pending.length > 0) return true;
  return record.kind === 'drift' && (record.isFlapping || withinLastDay(record.openings, now).length > 0);
}
