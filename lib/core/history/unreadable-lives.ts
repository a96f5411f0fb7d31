import { unreadableKey, type UnreadableRecord } from '../alerts/records.ts';
import type { Reason } from '../observation.ts';
import type { LifeBase, UnreadableEvent } from './life-event.ts';

/** A settings group of a target from when it could not be read until it could. */
export interface UnreadableLife extends LifeBase {
  readonly subject: 'unreadable';
  readonly group: string;
  /** As the last of its events or records has it. */
  readonly reason: Reason;
  readonly detail: string;
  readonly events: readonly UnreadableEvent[];
}

type Facts = Pick<UnreadableRecord, 'accountId' | 'region' | 'group' | 'since' | 'reason' | 'detail'>;

/** One that began before the events do, and has not ended. */
export function lifeOfUnreadable({ accountId, region, group, since, reason, detail }: Facts): UnreadableLife {
  return { subject: 'unreadable', accountId, region, group, since, endedAt: null, reason, detail, events: [] };
}

/** Events come sorted by time. One that repeats the event before it is of a run that could not save the state. */
export function foldUnreadable(events: readonly UnreadableEvent[]): readonly UnreadableLife[] {
  return [...Map.groupBy(events, unreadableKey).values()].flatMap((own) => {
    const lives: UnreadableLife[] = [];
    for (const event of own) {
      const last = lives.at(-1);
      const isOpen = last?.endedAt === null;
      const hasEnded = event.since <= (last?.endedAt ?? '');
      if (event.kind === 'unreadable' ? isOpen : !isOpen && hasEnded) continue;
      const life = last && isOpen ? last : lifeOfUnreadable(event);
      if (isOpen) lives.pop();
      lives.push(afterEvent(life, event));
    }
    return lives;
  });
}

function afterEvent(life: UnreadableLife, event: UnreadableEvent): UnreadableLife {
  const { kind, at, reason, detail } = event;
  return { ...life, reason, detail, endedAt: kind === 'unreadable' ? null : at, events: [...life.events, event] };
}
