import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { errorFacts } from '../aws/error-facts.ts';
import { WardenError } from '../core/errors.ts';
import { EVENT_SOURCE, type AlertEvent } from '../render/messages/event.ts';
import type { Refusal, SendResult } from './channel.ts';

export interface EventBus {
  readonly client: EventBridgeClient;
  /** Its name or ARN. */
  readonly bus: string;
}

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
const MAX_ENTRIES = 10;
/** Of all entries of a call: the smallest limit that AWS ever had is 262,144. */
const MAX_BYTES = 240_000;

/** Puts each event on the bus. Rejects with a WardenError if the bus took none of them. */
export async function publishToEventBridge(
  { client, bus }: EventBus,
  events: readonly AlertEvent[],
  signal: AbortSignal,
): Promise<SendResult> {
  await requireBus({ client, bus }, signal);
  const refused: Refusal[] = [];
  let messageId: string | null = null;
  for (const batch of batchesOf(events)) {
    const answers = await putEvents({ client, bus }, batch, signal);
    messageId ??= answers.flatMap(({ eventId }) => eventId ?? [])[0] ?? null;
    refused.push(...answers.flatMap(({ alertId, why }) => (why === null ? [] : [{ alertId, why }])));
  }
  const [first] = refused;
  if (first !== undefined && refused.length === events.length)
    throw new WardenError('publish', `Could not put events on ${bus}: ${first.why}. ${adviceFor(first.why)}`);
  return { messageId, refused };
}

/**
 * PutEvents takes an event for a bus that does not exist, and drops it: https://github.com/aws/aws-sdk/issues/186. A bus that cannot
 * be described, of another account for instance, may well exist.
 */
async function requireBus({ client, bus }: EventBus, signal: AbortSignal): Promise<void> {
  const { DescribeEventBusCommand } = await import('@aws-sdk/client-eventbridge');
  try {
    await client.send(new DescribeEventBusCommand({ Name: bus }), { abortSignal: signal });
  } catch (cause) {
    if (errorFacts(cause).name !== 'ResourceNotFoundException') return;
    throw new WardenError(
      'publish',
      `Could not put events on ${bus}: there is no such bus in that account and Region. Make it, or deploy with another --param alertBus`,
      { cause },
    );
  }
}

interface Answer {
  readonly alertId: string;
  readonly eventId: string | null;
  /** Why it was refused; null if it was not. */
  readonly why: string | null;
}

/** One call: EventBridge may take a part of it. Never rejects. */
async function putEvents(
  { client, bus }: EventBus,
  events: readonly AlertEvent[],
  signal: AbortSignal,
): Promise<readonly Answer[]> {
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const command = new PutEventsCommand({ Entries: events.map((event) => entryOf(event, bus)) });
  try {
    const { Entries = [] } = await client.send(command, { abortSignal: signal });
    return events.map(({ alertId }, index) => {
      const { EventId = null, ErrorCode, ErrorMessage = '' } = Entries[index] ?? { ErrorCode: 'NoAnswer' };
      return { alertId, eventId: EventId, why: ErrorCode === undefined ? null : `${ErrorCode}: ${ErrorMessage}` };
    });
  } catch (error) {
    const { name, message } = errorFacts(error);
    return events.map(({ alertId }) => ({ alertId, eventId: null, why: `${name}: ${message}` }));
  }
}

function entryOf({ time, resources, detailType, detail }: AlertEvent, bus: string): PutEventsRequestEntry {
  return {
    EventBusName: bus,
    Source: EVENT_SOURCE,
    Time: time,
    Resources: [...resources],
    DetailType: detailType,
    Detail: detail,
  };
}

/** In the order of the events, each within the limits of a call. */
function batchesOf(events: readonly AlertEvent[]): readonly (readonly AlertEvent[])[] {
  const batches: AlertEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = bytesOf(event);
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_ENTRIES || bytes + size > MAX_BYTES) {
      batches.push([event]);
      bytes = size;
    } else {
      last.push(event);
      bytes += size;
    }
  }
  return batches;
}

const TIME_BYTES = 14;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function bytesOf({ resources, detailType, detail }: AlertEvent): number {
  const texts = [EVENT_SOURCE, detailType, detail, ...resources];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), TIME_BYTES);
}

function adviceFor(why: string): string {
  if (/^(AccessDenied|NotAuthorized)/.test(why))
    return 'Allow events:PutEvents on this bus; the policy of a bus in another account has to allow it as well';
  return 'The next run sends them again';
}
