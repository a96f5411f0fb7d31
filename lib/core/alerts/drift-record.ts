import { causeOf, SECOND_MS, type Change } from '../activity/macie-call.ts';
import type { Drift, Outcome, Target } from '../model.ts';
import type { Alert, AlertKind, Item, Subject } from './model.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

/** What the run knows that moves an item on. */
export interface Moment {
  readonly now: Date;
  /** Of the run, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Calls that were seen to be made, of the targets that the run is about. */
  readonly changes: readonly Change[];
  /** The keys of the drifts that are left alone because their repairs are undone again and again. */
  readonly contested: ReadonlySet<string>;
}

export function newItem(target: Target & { readonly subject: Subject }, { now }: Pick<Moment, 'now'>): Item {
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
    repairs: [],
    attemptedAt: null,
    contestedAt: null,
    change: null,
    earlier: [],
    pending: [],
  };
}

/** The drift as it was seen now, and who made it, where that is known. */
export function withDrift(item: Item, { desired, actual, waiver, detail }: Drift, moment: Moment): Item {
  const { changes } = moment;
  const isSame = (item.state !== 'closed' || item.attemptedAt !== null) && item.actual === actual;
  const known = isSame ? item.change : null;
  const cause = causeOf(changes, { ...item, setting: item.subject, value: actual });
  // Events come in any order: an older one has nothing to say of what a newer one explains.
  const change = cause !== null && cause.at >= (known?.at ?? '') ? cause : known;
  return { ...item, desired, actual, waiver, detail, reason: null, change, earlier: earlierThan(change, item, moment) };
}

const MOST_EARLIER = 5;

function earlierThan(change: Change | null, { change: before, earlier }: Item, moment: Moment): readonly Change[] {
  const all = before === null || before.eventId === change?.eventId ? earlier : [...earlier, before];
  return all.filter(({ at }) => recent([at], moment).length > 0).slice(-MOST_EARLIER);
}

/**
 * The calls that could have made what is seen now: none that was made before the last repair of an earlier run. `attemptedAt` is a
 * repair of which nobody knows whether it was made.
 */
export function sinceRepair({ repairs, attemptedAt }: Item, { changes, startedAt }: Moment): readonly Change[] {
  const made = repairs.filter((time) => time < startedAt && time !== attemptedAt);
  const lastMs = Math.max(...made.map((time) => Date.parse(time)));
  // CloudTrail gives whole seconds: a call of the same second may have come after the repair.
  return changes.filter(({ at }) => Date.parse(at) + SECOND_MS > lastMs);
}

export interface Telling {
  readonly kind: AlertKind;
  readonly outcome?: Outcome | null;
  readonly detail?: string | null;
  readonly previous?: string | null;
  /** Who made it so; by default, who made the drift. */
  readonly change?: Change | null;
  readonly earlier?: readonly Change[];
}

/** Adds an alert to what is to be delivered. Its id is made of what it says, so that saying it again is the same alert. */
export function tell(
  item: Item,
  { kind, outcome = null, detail = item.detail, previous = null, change = item.change, earlier = [] }: Telling,
  { now }: Pick<Moment, 'now'>,
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
    change,
    earlier,
  };
  return { ...item, toldAt: at, pending: [...item.pending, alert] };
}

/** What was within the last day. What is in the future is of a clock that was wrong. */
export function recent(times: readonly string[], { now }: Pick<Moment, 'now'>): readonly string[] {
  return times.filter((time) => {
    const ageMs = now.getTime() - Date.parse(time);
    return ageMs >= 0 && ageMs < DAY_MS;
  });
}
