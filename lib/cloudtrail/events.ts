import type { MalformedEvent, ReceivedEvent, TargetEvent } from '../core/activity/received-event.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import { membersOfBatch } from './batch-calls.ts';
import { bounded, isRecord, matchAt, textAt, valueAt } from './fields.ts';
import { eventIdAt, MACIE_CALLS, parseTrailRecord, placeOf, regionAt } from './records.ts';

type Parsed = TargetEvent | MalformedEvent;

/** A message may be wrapped: in a text, in a list, by SNS, or as a batch. */
const MAX_WRAPPINGS = 4;

/**
 * Reads a batch of the queue, or one event as EventBridge delivers it. Never throws, and never lets one record cost another: an
 * event that names its target is read, however odd it is; one that does not is `malformed`.
 */
export function parseEvents(input: unknown): readonly ReceivedEvent[] {
  const records = valueAt(input, 'Records');
  if (!Array.isArray(records)) return parseBody(input).map((event) => ({ messageId: null, event }));
  return records.flatMap((record: unknown) => {
    const messageId = textAt(record, 'messageId');
    const body = valueAt(record, 'body') ?? valueAt(record, 'Sns') ?? (isTrailRecord(record) ? record : undefined);
    const events = body === undefined ? [malformed('the message has no body')] : parseBody(body);
    return events.map((event) =>
      // Without the id of its message an event cannot be returned to the queue.
      messageId === null ? { messageId, isOfBatch: true, event } : { messageId, event },
    );
  });
}

function parseBody(body: unknown, depth = 0): readonly Parsed[] {
  if (depth > MAX_WRAPPINGS) return [malformed('it is wrapped too many times')];
  if (typeof body === 'string') {
    const value = parseJson(body);
    return value === undefined
      ? [malformed('the message is not JSON: it may have been cut')]
      : parseBody(value, depth + 1);
  }
  // https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
  const message = valueAt(body, 'Message');
  if ((typeof message === 'string' || isRecord(message)) && textAt(body, 'source') === null)
    return parseBody(message, depth + 1);
  const records = Array.isArray(body) ? body : valueAt(body, 'Records');
  if (Array.isArray(records) && records.length > 0)
    return records.flatMap((record: unknown) => parseBody(valueAt(record, 'body') ?? record, depth + 1));
  const event = parseEvent(body);
  return event.kind === 'call' ? membersOfBatch(event, parametersOf(body)) : [event];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function parseEvent(given: unknown): Parsed {
  if (!isRecord(given)) return malformed('it is not an event of EventBridge');
  const event = envelopeOf(given);
  const source = textAt(event, 'source');
  if (source === 'aws.account') return parseOptIn(event);
  const isOfSource = source === 'aws.macie2';
  if (!isOfSource && !isTrailRecord(valueAt(event, 'detail')))
    return malformed('source is not that of a Macie call or of a Region');
  const call = parseCall(event, isOfSource);
  if (call.kind !== 'unattributed') return call;
  const reading = readingCall(event);
  return reading === null ? call : malformed(`${reading} changes nothing`);
}

/**
 * The event with its detail as a value. A relay may send a record of CloudTrail without an envelope, an event in an event of its
 * own, or the detail as text: the first two do not come from EventBridge as such, so nobody is named by them.
 */
function envelopeOf(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (isTrailRecord(event)) return { detail: event };
  const text = valueAt(event, 'detail');
  const detail = typeof text === 'string' ? parseJson(text) : text;
  const inner = valueAt(detail, 'detail');
  if (!isTrailRecord(inner) || textAt(event, 'source') === 'aws.macie2') return { ...event, detail };
  return { account: valueAt(detail, 'account'), region: valueAt(detail, 'region'), detail: inner };
}

function parametersOf(body: unknown): unknown {
  return isRecord(body) ? valueAt(envelopeOf(body), 'detail', 'requestParameters') : undefined;
}

function isTrailRecord(value: unknown): boolean {
  return textAt(value, 'eventSource') === 'macie2.amazonaws.com';
}

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
function parseCall(event: Readonly<Record<string, unknown>>, isOfSource: boolean): Parsed {
  const detail = valueAt(event, 'detail');
  const account = matchAt(ACCOUNT_ID, event, 'account');
  const place = placeOf(detail);
  // EventBridge sets the account of an envelope; the sender of a forged record cannot.
  const accountId = account ?? place.accountId;
  const region = place.region ?? regionAt(event, 'region');
  if (accountId === null) return malformed('it names no account');
  if (region === null) return malformed('it names no Region');
  const record = parseTrailRecord(detail, { accountId: account });
  // A forged event must not take the place of a genuine one with its id.
  const id = isOfSource ? (eventIdAt(detail, 'eventID') ?? eventIdAt(event, 'id')) : null;
  const unattributed = (why: string): Parsed => ({ kind: 'unattributed', id, accountId, region, why });
  if ('problem' in record) return unattributed(record.problem);
  // Anybody may send events of other sources, and sign them with any name.
  if (!isOfSource) return unattributed('source is not aws.macie2');
  if (account === null) return unattributed('its envelope has no account');
  if (record.recordedIn !== account) return unattributed('its envelope is of another account than its record');
  if (!MACIE_CALLS.includes(record.call.name)) return unattributed(`${record.call.name} is a call that is not known`);
  return { kind: 'call', ...record };
}

/** Reading is no reason to read: with a rule that delivers reads, each check would cause the next one. */
function readingCall(event: unknown): string | null {
  const name = textAt(event, 'detail', 'eventName');
  if (name === null || MACIE_CALLS.includes(name)) return null;
  const isReading =
    valueAt(event, 'detail', 'readOnly') === true || /^(?:Get|List|Describe|BatchGet|Search|Test)/.test(name);
  return isReading ? bounded(name) : null;
}

/**
 * An administrator who enables a Region for a member gets the event, with the member's account in it.
 * https://docs.aws.amazon.com/accounts/latest/reference/monitoring-eventbridge.html
 */
function parseOptIn(event: unknown): Parsed {
  const accountId = matchAt(ACCOUNT_ID, event, 'detail', 'accountId') ?? matchAt(ACCOUNT_ID, event, 'account');
  const region = regionAt(event, 'detail', 'regionName');
  if (accountId === null) return malformed('it names no account');
  if (region === null) return malformed('it names no Region');
  return { kind: 'opt-in', id: eventIdAt(event, 'id'), accountId, region };
}

function malformed(why: string): MalformedEvent {
  return { kind: 'malformed', why };
}
