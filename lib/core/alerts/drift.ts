import type { Drift } from '../model.ts';
import { DAY_MS, recent, tell, withDrift, type Moment } from './item.ts';
import type { AlertSettings, Item } from './model.ts';
import { remind } from './remind.ts';

const WARN_BEFORE_DAYS = 14;

/** A drift was seen. Opens, changes, warns, reminds, or says nothing. */
export function onDrift(
  item: Item,
  { drift, settings, moment }: { drift: Drift; settings: AlertSettings; moment: Moment },
): Item {
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
  readonly kind: 'opened' | 'waiver-expired' | 'repaired';
}

/** Too many openings in a day are told once, and then no more until it has been calm for a day. */
function open(item: Item, { drift, settings, moment, kind }: Opening): Item {
  const openings = [...recent(item.openings, moment), moment.now.toISOString()];
  const isNew = item.state === 'closed';
  // What has ended before belongs to what opens now only if an alert of it is still to be delivered.
  const since = moment.now.toISOString();
  const waiver = kind === 'waiver-expired' ? item.waiver : null;
  const failure = drift.outcome === 'failed' ? drift.detail : null;
  const state = kind === 'repaired' ? 'closed' : 'open';
  const opened: Item = {
    ...withDrift(item, drift),
    state,
    since: isNew ? since : item.since,
    openings,
    failure,
    waiver,
    reminders: 0,
    warnedOf: null,
  };
  if (item.isFlapping) return opened;
  if (openings.length > settings.flapLimit)
    return tell({ ...opened, isFlapping: true }, { kind: 'flapping', outcome: drift.outcome }, moment);
  return tell(opened, { kind, outcome: drift.outcome, detail: drift.detail }, moment);
}

function stillOpen(item: Item, { drift, settings, moment }: Omit<Opening, 'kind'>): Item {
  const now = { ...withDrift(item, drift), waiver: null };
  const failure = drift.outcome === 'failed' ? drift.detail : null;
  if (item.desired !== drift.desired || item.actual !== drift.actual) {
    return tell({ ...now, failure }, { kind: 'changed', outcome: drift.outcome, previous: item.actual }, moment);
  }
  if (failure !== null && failure !== item.failure)
    return tell({ ...now, failure }, { kind: 'repair-failed', outcome: 'failed' }, moment);
  return remind(now, { settings, moment, outcome: drift.outcome });
}

function onRepaired(item: Item, { drift, settings, moment }: Omit<Opening, 'kind'>): Item {
  // Found and repaired in one run: one alert, and it counts as an opening.
  if (item.state !== 'open') return open(item, { drift, settings, moment, kind: 'repaired' });
  const closed: Item = { ...withDrift(item, drift), state: 'closed' };
  return item.isFlapping
    ? closed
    : tell(closed, { kind: 'repaired', outcome: 'verified', detail: drift.detail }, moment);
}

function onWaived(item: Item, { drift, moment }: { drift: Drift; moment: Moment }): Item {
  const waived: Item = { ...withDrift(item, drift), state: 'waived' };
  if (item.state === 'open' && !item.isFlapping) return tell(waived, { kind: 'resolved', outcome: 'skipped' }, moment);
  const { waiver } = drift;
  if (!waiver || waived.warnedOf === waiver.expires) return waived;
  const leftMs = Date.parse(`${waiver.expires}T23:59:59Z`) - moment.now.getTime();
  if (leftMs > WARN_BEFORE_DAYS * DAY_MS) return waived;
  return tell({ ...waived, warnedOf: waiver.expires }, { kind: 'waiver-expiring', outcome: 'skipped' }, moment);
}

/** No drift was seen where one was remembered. */
export function onClean(item: Item, { detail, moment }: { detail: string | null; moment: Moment }): Item {
  const openings = recent(item.openings, moment);
  if (item.state === 'open') {
    const closed: Item = { ...item, state: 'closed', openings };
    return item.isFlapping ? closed : tell(closed, { kind: 'resolved', detail }, moment);
  }
  const calm: Item = { ...item, state: 'closed', openings };
  if (!item.isFlapping || openings.length > 0) return calm;
  return tell({ ...calm, isFlapping: false }, { kind: 'resolved', detail: 'it has been calm for a day' }, moment);
}
