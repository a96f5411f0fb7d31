import type { MacieCall } from '../activity/macie-call.ts';
import { driftKey, unreadableKey, type DriftRecord, type State } from '../alerts/records.ts';
import { compareText } from '../order.ts';
import type { DriftEvent, LifeBase, LifeEvent } from './life-event.ts';
import { foldUnreadable, lifeOfUnreadable, type UnreadableLife } from './unreadable-lives.ts';

/** A part of the life of a drift in which nothing changed. `to` null: it goes on. */
export interface LifePart {
  readonly state: 'open' | 'waived';
  readonly from: string;
  readonly to: string | null;
  readonly desired: string;
  readonly actual: string | null;
}

/** A drift from its opening to its end. An interruption has no parts: no run has seen it. */
export interface DriftLife extends LifeBase {
  readonly subject: 'drift';
  readonly setting: string;
  /** The call that made it so, where that is known. */
  readonly call: MacieCall | null;
  readonly parts: readonly LifePart[];
  readonly events: readonly DriftEvent[];
}

export type Life = DriftLife | UnreadableLife;

/**
 * The lives that events tell of, by their beginning. An event of a run that could not save the state is followed by the same
 * event of the next run: it counts once. A life whose opening is not among the events began when its event says.
 */
export function livesOf(events: readonly LifeEvent[], { drifts, unreadable }: Pick<State, 'drifts' | 'unreadable'>) {
  const sorted = events.toSorted((a, b) => compareText(a.at, b.at));
  const ofDrifts = foldDrifts(sorted.filter((event) => event.subject === 'drift'));
  const ofGroups = foldUnreadable(sorted.filter((event) => event.subject === 'unreadable'));
  const open = drifts.filter((one) => one.state !== 'closed').map(lifeOfRecord);
  const unread = unreadable.filter((one) => one.state === 'open').map(lifeOfUnreadable);
  const known = new Set([...ofDrifts, ...ofGroups].filter(({ endedAt }) => endedAt === null).map(lifeKey));
  const others = [...open, ...unread].filter((life) => !known.has(lifeKey(life)));
  return [...ofDrifts, ...ofGroups, ...others].toSorted(
    (a, b) => compareText(a.since, b.since) || compareText(lifeKey(a), lifeKey(b)),
  );
}

function lifeKey(life: Life): string {
  return life.subject === 'drift' ? `drift ${driftKey(life)}` : `unreadable ${unreadableKey(life)}`;
}

/** A drift that opened before the events begin, and that nothing has happened to since. */
function lifeOfRecord({ accountId, region, setting, since, call, desired, actual, state }: DriftRecord): DriftLife {
  const part = { state: state === 'waived' ? ('waived' as const) : ('open' as const), from: since, to: null };
  const parts = [{ ...part, desired, actual }];
  return { subject: 'drift', accountId, region, setting, since, endedAt: null, call, parts, events: [] };
}

function foldDrifts(events: readonly DriftEvent[]): readonly DriftLife[] {
  return [...Map.groupBy(events, driftKey).values()].flatMap((own) => {
    const lives: DriftLife[] = [];
    for (const event of own) {
      const last = lives.at(-1);
      if (last && isRepeated(event, last)) continue;
      const current = last?.endedAt === null ? last : null;
      if (current) lives.pop();
      lives.push(...afterEvent(current, event));
    }
    return lives;
  });
}

/** Has the life had this event already? */
function isRepeated(event: DriftEvent, { events, endedAt }: DriftLife): boolean {
  if (events.some(({ id, at }) => id === event.id && (endedAt === null || at === event.at))) return true;
  return endedAt !== null && isEnd(event) && events.at(-1)?.id === event.id;
}

function isEnd({ kind }: DriftEvent): boolean {
  return kind === 'repaired' || kind === 'resolved' || kind === 'gone' || kind === 'interrupted';
}

/** The life after an event; two where the end of the earlier one is not among the events. */
function afterEvent(current: DriftLife | null, event: DriftEvent): readonly DriftLife[] {
  if (event.before === 'closed') return [...(current ? [endedLife(current, event.at)] : []), newLife(event)];
  const life = current ?? lifeBefore(event);
  const events = [...life.events, event];
  const call = event.call ?? life.call;
  if (isEnd(event)) return [{ ...endedLife(life, event.at), events }];
  if (event.kind === 'repair-failed') return [{ ...life, events, call }];
  const state = event.kind === 'changed' ? event.before : event.kind === 'waived' ? 'waived' : 'open';
  return [{ ...life, parts: [...endedParts(life, event.at), partOf(event, state, event.at)], events, call }];
}

function newLife(event: DriftEvent): DriftLife {
  const { accountId, region, setting, since, at, call } = event;
  const head = { subject: 'drift', accountId, region, setting, since, call, events: [event] } as const;
  if (event.kind === 'interrupted') return { ...head, endedAt: at, parts: [] };
  if (isEnd(event)) return { ...head, endedAt: at, parts: [{ ...partOf(event, 'open', since), to: at }] };
  return { ...head, endedAt: null, parts: [partOf(event, event.kind === 'waived' ? 'waived' : 'open', since)] };
}

/** The life as it was before an event, where that is the first one there is of it. */
function lifeBefore(event: DriftEvent): DriftLife {
  const { accountId, region, setting, since, call, previous } = event;
  const part = partOf({ ...event, ...previous }, event.before, since);
  return { subject: 'drift', accountId, region, setting, since, endedAt: null, call, parts: [part], events: [] };
}

function partOf({ desired, actual }: DriftEvent, state: DriftEvent['before'], from: string): LifePart {
  return { state: state === 'waived' ? 'waived' : 'open', from, to: null, desired, actual };
}

function endedParts({ parts }: DriftLife, at: string): readonly LifePart[] {
  return parts.map((part) => ({ ...part, to: part.to ?? at }));
}

function endedLife(life: DriftLife, at: string): DriftLife {
  return { ...life, endedAt: at, parts: endedParts(life, at) };
}
