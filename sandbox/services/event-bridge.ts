import { AwsError } from '../server/errors.ts';
import { awsJson, awsJsonError, jsonBody } from '../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import type { Delivery } from '../worlds/topics.ts';
import { describeRule, listTargetsByRule } from './deployed/rules.ts';

/** Amazon EventBridge: events on buses, and the rules of the stack. https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html */
export const eventBridge: Service = {
  name: 'events',
  operationOf: ({ headers }) => /^AWSEvents\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: {
    PutEvents: putEvents,
    DescribeEventBus: describeEventBus,
    DescribeRule: describeRule,
    ListTargetsByRule: listTargetsByRule,
  },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, internal: 'InternalException' },
};

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html; the sandbox has the smaller of the two limits.
const MAX_ENTRIES = 10;
const MAX_BYTES = 262_144;
const TIME_BYTES = 14;

type Entry = Readonly<Record<string, unknown>>;

interface Answer {
  readonly EventId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

function putEvents(call: Call): object {
  const { Entries: entries } = jsonBody(call.request);
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MAX_ENTRIES)
    throw invalid(`Value at 'entries' failed to satisfy constraint: 1 to ${MAX_ENTRIES} entries`);
  const bytes = entries.reduce((sum: number, entry: Entry) => sum + bytesOf(entry), 0);
  if (bytes >= MAX_BYTES) throw invalid(`Total size of the entries in the request is over the limit.`);
  const refuses = refusals(entries, call);
  const Entries = entries.map((entry: Entry, index) => putEvent(entry, { call, isRefused: refuses(index) }));
  return { FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries };
}

/** Which entries of this call are throttled. */
function refusals(entries: readonly Entry[], call: Call): (index: number) => boolean {
  const bus = call.state.eventBuses.get(busArn(entries[0]?.['EventBusName'], call));
  const every = bus?.refusesEvery ?? null;
  if (!bus || every === null || bus.refusedCallsLeft <= 0) return () => false;
  bus.refusedCallsLeft -= 1;
  return (index) => (index + 1) % every === 0;
}

function bytesOf({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...(Array.isArray(Resources) ? Resources : [])];
  const bytes = texts.reduce((sum: number, text) => sum + Buffer.byteLength(String(text ?? '')), 0);
  return bytes + (Time === undefined ? 0 : TIME_BYTES);
}

function putEvent(entry: Entry, { call, isRefused }: { call: Call; isRefused: boolean }): Answer {
  const { Source, DetailType, Detail } = entry;
  if (isRefused) return refused('ThrottlingException', 'Rate exceeded');
  for (const [name, value] of Object.entries({ Source, DetailType, Detail }))
    if (typeof value !== 'string' || value === '')
      return refused('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  if (String(Source).startsWith('aws.'))
    return refused('NotAuthorizedForSourceException', `Not authorized for the source ${String(Source)}.`);
  if (String(DetailType).length > 128) return refused('InvalidArgument', 'Parameter DetailType is not valid.');
  if (!isObject(String(Detail))) return refused('MalformedDetail', 'Detail is malformed.');
  const EventId = crypto.randomUUID();
  // As AWS does: an event for a bus that does not exist is taken, and gone.
  // https://github.com/aws/aws-sdk/issues/186
  const arn = busArn(entry['EventBusName'], call);
  if (isThere(arn, call)) call.state.inbox.push(deliveryOf(entry, { arn, EventId, call }));
  return { EventId };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function refused(ErrorCode: string, ErrorMessage: string): Answer {
  return { ErrorCode, ErrorMessage };
}

/** The event as a rule of the bus sees it. */
function deliveryOf(
  { Source, DetailType, Detail, Resources, Time }: Entry,
  { arn, EventId, call }: { arn: string; EventId: string; call: Call },
): Delivery {
  const time = new Date(Number(Time ?? call.now.getTime() / 1000) * 1000);
  const event = {
    version: '0',
    id: EventId,
    'detail-type': DetailType,
    source: Source,
    account: call.accountId,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: call.region,
    resources: Resources ?? [],
    detail: JSON.parse(String(Detail)),
  };
  return {
    topicArn: arn,
    messageId: EventId,
    protocol: 'event-bridge',
    endpoint: arn,
    subject: String(DetailType),
    body: JSON.stringify(event),
    outcome: Promise.resolve('shown'),
  };
}

function describeEventBus(call: Call): object {
  const { Name } = jsonBody(call.request);
  const arn = busArn(Name, call);
  if (!isThere(arn, call))
    throw new AwsError('ResourceNotFoundException', {
      status: 400,
      message: `Event bus ${String(Name)} does not exist.`,
    });
  return { Name: arn.split('event-bus/')[1], Arn: arn };
}

/** Every account has a default bus in each Region. */
function isThere(arn: string, { state, accountId, region }: Call): boolean {
  return state.eventBuses.has(arn) || arn === `arn:aws:events:${region}:${accountId}:event-bus/default`;
}

function busArn(given: unknown, { accountId, region }: Call): string {
  const name = typeof given === 'string' ? given : 'default';
  return name.startsWith('arn:') ? name : `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', { status: 400, message });
}
