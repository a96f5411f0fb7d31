import type { Seen } from './seen.ts';
import { tell, type Moment } from './item.ts';
import type { AlertSettings, Item } from './model.ts';
import { remind } from './reminder.ts';

export interface Blindness {
  readonly seen: Extract<Seen, { kind: 'blind' }>;
  readonly settings: AlertSettings;
  readonly moment: Moment;
}

/** The target could not be read. People are told once that has lasted: one throttled call wakes nobody. */
export function onBlind(item: Item, { seen, settings, moment }: Blindness): Item {
  const { reason, detail } = seen;
  const isNew = item.state === 'closed';
  // Once people know, counting on would only write to the table.
  if (!isNew && item.toldAt !== null) return remind({ ...item, reason, detail }, { settings, moment, outcome: null });
  const runs = isNew ? 1 : item.runs + (isOverlapping(item, moment) ? 0 : 1);
  const since = isNew ? moment.now.toISOString() : item.since;
  const blind: Item = {
    ...item,
    state: 'open',
    since,
    toldAt: null,
    reason,
    detail,
    runs,
    countedAt: moment.finishedAt,
  };
  return runs >= settings.blindAfter ? tell(blind, { kind: 'blind' }, moment) : blind;
}

// Longer than any run; a counted run that ended later than this is of a clock that was wrong.
const LONGEST_RUN_MS = 60 * 60 * 1000;

/** Did this run begin before the last one that counted had ended? */
function isOverlapping({ countedAt }: Item, { startedAt }: Moment): boolean {
  // NaN, of a run that never counted, overlaps with nothing.
  const overlapMs = Date.parse(String(countedAt)) - Date.parse(startedAt);
  return overlapMs >= 0 && overlapMs < LONGEST_RUN_MS;
}

/** The target was read again, or is no longer looked at. Who was not told of the one is not told of the other. */
export function onSighted(
  item: Item,
  { seen, moment }: { seen: Exclude<Seen, { kind: 'blind' }>; moment: Moment },
): Item {
  if (item.state !== 'open') return item;
  const closed: Item = { ...item, state: 'closed' };
  if (item.toldAt === null) return closed;
  if (seen.kind === 'gone') return tell(closed, { kind: 'resolved', detail: seen.detail }, moment);
  return tell(closed, { kind: 'sighted', detail: null }, moment);
}
