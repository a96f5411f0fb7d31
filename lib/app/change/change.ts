import type { SQSBatchResponse } from 'aws-lambda';
import { eventId, type ReceivedEvent } from '../../core/activity/received-event.ts';
import { WardenError } from '../../core/errors.ts';
import { OWN_ACCOUNT } from '../scan/deps.ts';
import type { ChangeDeps } from './deps.ts';
import { checkChangedTargets, type CheckedTargets } from './check-changed-targets.ts';
import { selectEvents, type IgnoredEvent } from './select-events.ts';

/** The answer for the queue. A person who sends an event by hand also gets what was checked, and why the rest was not. */
export interface ChangeAnswer extends SQSBatchResponse {
  readonly checked?: number;
  readonly ignored?: readonly IgnoredEvent[];
}

const NOTHING: CheckedTargets = { returned: [], callToAlertMs: null };

/**
 * The use case of the handler `change`. Events only trigger a check and name who called; decisions use a fresh read. Transient
 * failures go back to the queue; irrelevant events are logged and ignored.
 */
export async function change(input: unknown, deps: ChangeDeps): Promise<ChangeAnswer> {
  const received = await deps.parseEvents(input);
  const [policy, caller, processed] = await Promise.all([
    deps.loadPolicy(),
    deps.forAccount(OWN_ACCOUNT).identify(deps.deadline),
    findProcessed(received, deps),
  ]);
  const { selected, ignored, ownRepairs } = selectEvents(received, { caller, policy: policy.policy, processed });
  for (const one of ignored) deps.logIgnored(one);

  const { returned, callToAlertMs } =
    selected.length > 0 ? await checkChangedTargets(selected, { policy, ownRepairs }, deps) : NOTHING;
  const done = selected.filter((one) => !returned.includes(one)).map(({ event }) => eventId(event));
  await addProcessed(done, deps);
  deps.recordEvents({ received: received.length, ignored: ignored.length, returned: returned.length, callToAlertMs });

  const itemIdentifiers = returned.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]));
  // Without a queue only the sender can send the event again.
  if (itemIdentifiers.length < returned.length)
    throw new WardenError(
      'unprocessed-event',
      'the target of this event could not be checked for now: try again in a minute',
    );
  const isByHand = received.some(({ messageId }) => messageId === null);
  return {
    batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })),
    ...(isByHand ? { checked: selected.length, ignored } : {}),
  };
}

async function findProcessed(
  received: readonly ReceivedEvent[],
  { processedEvents, warn }: Pick<ChangeDeps, 'processedEvents' | 'warn'>,
): Promise<ReadonlySet<string>> {
  const ids = received.flatMap(({ event }) => (event.kind === 'malformed' ? [] : [eventId(event)]));
  if (processedEvents === null) return new Set();
  try {
    return await processedEvents.find(ids);
  } catch (error) {
    warn('the processed events could not be read; each event is checked again', error);
    return new Set();
  }
}

async function addProcessed(
  ids: readonly string[],
  { processedEvents, warn }: Pick<ChangeDeps, 'processedEvents' | 'warn'>,
): Promise<void> {
  if (processedEvents === null || ids.length === 0) return;
  await processedEvents
    .add(ids)
    .catch((error: unknown) => warn('the processed events were not stored; a second delivery is checked again', error));
}
