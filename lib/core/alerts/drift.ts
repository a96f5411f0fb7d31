import { causeOf } from '../activity/macie-call.ts';
import type { Drift } from '../model.ts';
import { DAY_MS, recent, sinceRepair, tell, withDrift, type Moment } from './item.ts';
import { keyOf, type AlertSettings, type Item } from './model.ts';
import { remind } from './reminder.ts';
import { settleRepair } from '../guard-rails/repair-ledger.ts';

const WARN_BEFORE_DAYS = 14;

/** A drift was seen. Opens, changes, warns, reminds, or says nothing. */
export function onDrift(
  before: Item,
  { drift, settings, moment: now }: { drift: Drift; settings: AlertSettings; moment: Moment },
): Item {
  // Who made it so is known from when a run set out to repair it, if that run never said what came of it.
  const marked = before.attemptedAt !== null && before.actual === drift.actual && before.change ? [before.change] : [];
  const moment: Moment = { ...now, changes: [...sinceRepair(before, now), ...marked] };
  const item = settleRepair(before, drift, moment);
  if (drift.outcome === 'verified') return onRepaired(item, { drift, settings, moment });
  if (drift.waiver) return onWaived(item, { drift, moment });
  switch (item.state) {
    case 'closed':
      return open(item, { drift, settings, moment, kind: 'opened' });
    case 'waived': {
      const hasEnded = item.waiver !== null && moment.now.toISOString().slice(0, 10) > item.waiver.expires;
      return open(item, { drift, settings, moment, kind: hasEnded ? 'waiver-expired' : 'opened' });
    }
    case 'open':
      return stillOpen(item, { drift, settings, moment });
  }
}

interface Opening {
  readonly drift: Drift;
  readonly settings: AlertSettings;
  readonly moment: Moment;
  readonly kind: 'opened' | 'changed' | 'waiver-expired' | 'repaired';
}

/** Too many openings and changes in a day are told once, and then no more until it has been calm for a day. */
function open(item: Item, { drift, settings, moment, kind }: Opening): Item {
  // More than it takes to know that they are too many are not kept: whoever makes them must not make the item too large to keep.
  const openings = [...recent(item.openings, moment), moment.now.toISOString()].slice(-settings.flapLimit - 1);
  const isNew = item.state === 'closed';
  // What has ended before belongs to what opens now only if an alert of it is still to be delivered.
  const since = moment.now.toISOString();
  const waiver = kind === 'waiver-expired' ? item.waiver : null;
  const failure = drift.outcome === 'failed' ? drift.detail : null;
  const state = kind === 'repaired' ? 'closed' : 'open';
  const opened: Item = {
    ...withDrift(item, drift, moment),
    state,
    since: isNew ? since : item.since,
    openings,
    failure,
    waiver,
    reminders: 0,
    warnedOf: null,
  };
  if (isContested(item, moment)) return contest(opened, { drift, moment });
  if (item.isFlapping) return opened;
  if (openings.length > settings.flapLimit)
    return again({ ...opened, isFlapping: true }, { kind: 'flapping', drift, moment });
  const previous = kind === 'changed' ? item.actual : null;
  return tell(opened, { kind, outcome: drift.outcome, detail: drift.detail, previous }, moment);
}

/** Has it to be said now that the repairs are undone again and again? It is said once a day. */
function isContested(item: Item, moment: Moment): boolean {
  return moment.contested.has(keyOf(item)) && recent([item.contestedAt ?? ''], moment).length === 0;
}

/** One alert for the whole fight. That it ended is told as ever, and what comes after that as flapping. */
function contest(item: Item, { drift, moment }: { drift: Drift; moment: Moment }): Item {
  return again({ ...item, contestedAt: moment.now.toISOString() }, { kind: 'contested', drift, moment });
}

interface Again {
  readonly kind: 'contested' | 'flapping';
  readonly drift: Drift;
  readonly moment: Moment;
}

/** Tells what happens again and again, with all who are known to have done it. */
function again(item: Item, { kind, drift: { outcome, detail }, moment }: Again): Item {
  return tell(item, { kind, outcome, detail, earlier: item.earlier }, moment);
}

function stillOpen(item: Item, { drift, settings, moment }: Omit<Opening, 'kind'>): Item {
  if (item.actual !== drift.actual) return open(item, { drift, settings, moment, kind: 'changed' });
  const now = { ...withDrift(item, drift, moment), waiver: null };
  const failure = drift.outcome === 'failed' ? drift.detail : null;
  if (isContested(item, moment)) return contest({ ...now, failure }, { drift, moment });
  if (item.desired !== drift.desired) {
    return tell({ ...now, failure }, { kind: 'changed', outcome: drift.outcome, previous: item.actual }, moment);
  }
  if (failure !== null && failure !== item.failure)
    return tell({ ...now, failure }, { kind: 'repair-failed', outcome: 'failed' }, moment);
  return remind(now, { settings, moment, outcome: drift.outcome });
}

function onRepaired(item: Item, { drift, settings, moment }: Omit<Opening, 'kind'>): Item {
  // Found and repaired in one run: one alert, and it counts as an opening.
  if (item.state !== 'open') return open(item, { drift, settings, moment, kind: 'repaired' });
  const closed: Item = { ...withDrift(item, drift, moment), state: 'closed' };
  return item.isFlapping
    ? closed
    : tell(closed, { kind: 'repaired', outcome: 'verified', detail: drift.detail }, moment);
}

function onWaived(item: Item, { drift, moment }: { drift: Drift; moment: Moment }): Item {
  const waived: Item = { ...withDrift(item, drift, moment), state: 'waived' };
  if (item.state === 'open' && !item.isFlapping) return tell(waived, { kind: 'resolved', outcome: 'skipped' }, moment);
  const { waiver } = drift;
  if (!waiver || waived.warnedOf === waiver.expires) return waived;
  const leftMs = Date.parse(`${waiver.expires}T23:59:59Z`) - moment.now.getTime();
  if (leftMs > WARN_BEFORE_DAYS * DAY_MS) return waived;
  return tell({ ...waived, warnedOf: waiver.expires }, { kind: 'waiver-expiring', outcome: 'skipped' }, moment);
}

/** No drift was seen where one was remembered. */
export function onClean(before: Item, { detail, moment }: { detail: string | null; moment: Moment }): Item {
  const openings = recent(before.openings, moment);
  const repairs = recent(before.repairs, moment);
  const { attemptedAt } = before;
  const item: Item = { ...before, state: 'closed', openings, repairs, attemptedAt: null };
  if (before.state === 'open' || attemptedAt !== null) {
    if (item.isFlapping) return item;
    const ending = causeOf(moment.changes, { ...item, setting: item.subject, value: item.desired });
    // Of a drift that nobody has been told of, who made it is news as well.
    const change = ending ?? (before.state === 'closed' ? before.change : null);
    return tell(item, { kind: 'resolved', detail: detail ?? lost(attemptedAt), change }, moment);
  }
  if (!item.isFlapping || openings.length > 0) return item;
  const told = { kind: 'resolved', detail: 'it has been calm for a day', change: null } as const;
  return tell({ ...item, isFlapping: false, contestedAt: null }, told, moment);
}

/** A run that died between its write and its alert: the mark that it left is all there is to tell of the repair. */
function lost(attemptedAt: string | null): string | null {
  if (attemptedAt === null) return null;
  return `a run of macie-warden set out to repair it at ${attemptedAt} and what came of it was not noted down; it is as desired now`;
}
