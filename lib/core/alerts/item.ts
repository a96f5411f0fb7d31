import type { Drift, Outcome, Target } from '../model.ts';
import type { Alert, AlertKind, Item, Subject } from './model.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

/** What the run knows that moves an item on. */
export interface Moment {
  readonly now: Date;
  /** Of the run, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

export function newItem(target: Target & { readonly subject: Subject }, { now }: Moment): Item {
  return {
    accountId: target.accountId,
    region: target.region,
    subject: target.subject,
    state: 'closed',
    since: now.toISOString(),
    desired: null,
    actual: null,
    reason: null,
    detail: null,
    waiver: null,
    runs: 0,
    countedAt: null,
    toldAt: null,
    reminders: 0,
    failure: null,
    warnedOf: null,
    openings: [],
    isFlapping: false,
    pending: [],
  };
}

/** The drift as it was seen now. */
export function withDrift(item: Item, { desired, actual, waiver, detail }: Drift): Item {
  return { ...item, desired, actual, waiver, detail, reason: null };
}

export interface Telling {
  readonly kind: AlertKind;
  readonly outcome?: Outcome | null;
  readonly detail?: string | null;
  readonly previous?: string | null;
}

/** Adds an alert to what is to be delivered. Its id is made of what it says, so that saying it again is the same alert. */
export function tell(
  item: Item,
  { kind, outcome = null, detail = item.detail, previous = null }: Telling,
  { now }: Moment,
): Item {
  const at = now.toISOString();
  const { accountId, region, subject, since, desired, actual, reason, waiver } = item;
  const id = [kind, accountId, region, subject, at].join('/');
  const alert: Alert = {
    id,
    kind,
    accountId,
    region,
    subject,
    since,
    at,
    desired,
    actual,
    previous,
    outcome,
    reason,
    detail,
    waiver,
  };
  return { ...item, toldAt: at, pending: [...item.pending, alert] };
}

/** The openings of the last day. Those in the future are of a clock that was wrong. */
export function recent(openings: readonly string[], { now }: Moment): readonly string[] {
  return openings.filter((opening) => {
    const ageMs = now.getTime() - Date.parse(opening);
    return ageMs >= 0 && ageMs < DAY_MS;
  });
}
