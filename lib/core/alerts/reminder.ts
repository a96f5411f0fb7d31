import type { Outcome } from '../model.ts';
import { recent, tell, type Moment } from './item.ts';
import type { AlertSettings, Item } from './model.ts';

export interface Reminding {
  readonly settings: AlertSettings;
  readonly moment: Moment;
  readonly outcome: Outcome | null;
}

/** Says again what is still open, each time after twice as long. */
export function remind(item: Item, { settings, moment, outcome }: Reminding): Item {
  // What changes again and again has been told; what has come to rest and is not as it should be is told again.
  if (item.toldAt === null || (item.isFlapping && recent(item.openings, moment).length > 0)) return item;
  const silentMs = moment.now.getTime() - Date.parse(item.toldAt);
  // The clock was ahead when people were told: count from now, or the reminder waits for that time to come.
  if (silentMs < 0) return { ...item, toldAt: moment.now.toISOString() };
  if (silentMs < settings.remindAfterMs * 2 ** item.reminders) return item;
  return tell({ ...item, reminders: item.reminders + 1 }, { kind: 'reminder', outcome }, moment);
}
