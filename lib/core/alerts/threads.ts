import type { Alert } from './model.ts';
import type { StoredThread, Threads } from './thread.ts';
import { driftKey, unreadableKey, type State } from './records.ts';

/** Alerts that are one message: in that thread, or at the top of the channel. */
export interface Post {
  readonly ts: string | null;
  readonly alerts: readonly Alert[];
}

/** Each message takes a second of the rate limit of a channel, and a run has little time to send. */
const MAX_REPLIES = 5;

/** The messages for some alerts, new ones first: the later alerts of a drift are in the thread of its first one. */
export function postsOf(alerts: readonly Alert[], state: State, channelId: string): readonly Post[] {
  const threads = new Map(
    [...state.drifts, ...state.unreadable].flatMap((record) =>
      record.thread?.channelId === channelId ? [[keyOf(record), record.thread] as const] : [],
    ),
  );
  const tsOf = (alert: Alert): string => {
    const thread = alert.subject === 'policy' ? undefined : threads.get(keyOf(alert));
    return thread?.since === alert.since ? thread.ts : '';
  };
  const byThread = [...Map.groupBy(alerts, tsOf)].map(([ts, own]) => ({ ts, alerts: own }));
  const replies = byThread.filter(({ ts }) => ts !== '');
  const together = new Set(replies.slice(MAX_REPLIES).map(({ ts }) => ts)).add('');
  const top = alerts.filter((alert) => together.has(tsOf(alert)));
  return [...(top.length > 0 ? [{ ts: null, alerts: top }] : []), ...replies.slice(0, MAX_REPLIES)];
}

type Keyed = Parameters<typeof driftKey>[0] | Parameters<typeof unreadableKey>[0];

function keyOf(one: Keyed): string {
  return 'setting' in one ? driftKey(one) : unreadableKey(one);
}

interface Recorded {
  readonly thread?: StoredThread | undefined;
  readonly pending: readonly Alert[];
}

/** The record with the thread that its alerts were sent to. */
export function withThread<T extends Recorded>(record: T, threads: Threads): T {
  const sent = record.pending.flatMap(({ id, since }) => {
    const thread = threads[id];
    return thread === undefined ? [] : [{ ...thread, since }];
  });
  const thread = sent.at(-1);
  return thread === undefined ? record : { ...record, thread };
}
