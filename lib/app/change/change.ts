import type { SQSBatchResponse } from 'aws-lambda';
import { parseIncoming } from './parse-events.ts';
import { look, type Looked } from './check-changed-targets.ts';
import type { CheckDeps } from '../check/check-contract.ts';
import type { RunDeps } from '../run/run.ts';
import { idOf, sift, type Dropped } from './select-events.ts';

export interface ChangeDeps extends CheckDeps {
  /** The events that have been looked into already; null where nothing is remembered. */
  readonly handled: {
    readonly known: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
    readonly add: (ids: readonly string[]) => Promise<void>;
  } | null;
  /** What came, and what was done with it. */
  readonly onEvents: (events: EventCounts) => void;
  /** An event that is not looked into, and why. */
  readonly onDropped: (dropped: Dropped) => void;
}

/** An event without a queue could not be looked into. */
class UnsettledError extends Error {
  override readonly name = 'UnsettledError';
}

export interface EventCounts {
  readonly received: number;
  readonly dropped: number;
  /** Left to the next delivery. */
  readonly returned: number;
  /** From the oldest call that led to an alert to the end of the run; null without one. */
  readonly callToAlertMs: number | null;
}

/** What the queue wants to know; whoever sends an event by hand is told as well whether it was looked into, and why not. */
export interface ChangeAnswer extends SQSBatchResponse {
  readonly looked?: number;
  readonly dropped?: readonly Dropped[];
}

const NOTHING: Looked = { returned: [], callToAlertMs: null };

/**
 * The use case of the handler `change`: looks, at once, where somebody has changed something. An event says where to look and who it was; what the
 * session is, only a reading says. What cannot be looked at now comes back; what is not to be looked at is told and dropped.
 */
export async function change(input: unknown, deps: ChangeDeps & RunDeps): Promise<ChangeAnswer> {
  const incoming = parseIncoming(input);
  const ids = incoming.flatMap(({ event }) => (event.kind === 'malformed' ? [] : [idOf(event)]));
  const [policy, caller, known] = await Promise.all([
    deps.loadPolicy(),
    deps.identify(deps.deadline),
    // Not to know costs a second look.
    deps.handled?.known(ids).catch(() => new Set<string>()) ?? new Set<string>(),
  ]);
  const { kept, dropped, own } = sift(incoming, { caller, policy: policy.policy, known });
  for (const one of dropped) deps.onDropped(one);

  const { returned, callToAlertMs } = kept.length > 0 ? await look(kept, { policy, own, deps }) : NOTHING;
  const done = kept.filter((one) => !returned.includes(one)).map(({ event }) => idOf(event));
  // An event that is not noted down is looked into again, and found to have changed nothing.
  if (done.length > 0) await deps.handled?.add(done).catch(() => undefined);
  deps.onEvents({
    received: incoming.length,
    dropped: dropped.length,
    returned: returned.length,
    callToAlertMs,
  });
  const ofQueue = returned.flatMap(({ messageId }) => (messageId === null ? [] : [{ itemIdentifier: messageId }]));
  // Without a queue nothing brings the event back but whoever sent it.
  if (ofQueue.length < returned.length)
    throw new UnsettledError('what was changed could not be looked at for now: try again in a minute');
  const isByHand = incoming.some(({ messageId }) => messageId === null);
  return { batchItemFailures: ofQueue, ...(isByHand ? { looked: kept.length, dropped } : {}) };
}
