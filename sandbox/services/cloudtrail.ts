import { AwsError } from '../server/errors.ts';
import { page } from '../server/paging.ts';
import { awsJson, awsJsonError, jsonBody } from '../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import { describeTrails, getEventSelectors, getTrailStatus } from './deployed/trails.ts';
import type { TrailRecord } from './trail.ts';

/** AWS CloudTrail: its history of events, and the trails of the world. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html */
export const cloudtrail: Service = {
  name: 'cloudtrail',
  operationOf: ({ headers }) => /CloudTrail_20131101\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: {
    LookupEvents: lookupEvents,
    DescribeTrails: describeTrails,
    GetTrailStatus: getTrailStatus,
    GetEventSelectors: getEventSelectors,
  },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, internal: 'InternalServerError' },
};

const MAX_RESULTS = 50;

/** The calls of the account in the Region, newest first. They appear at once here; CloudTrail takes some minutes. */
function lookupEvents(call: Call): object {
  const { accountId, region, state } = call;
  const body = jsonBody(call.request);
  const eventName = eventNameOf(body);
  const { startMs, endMs } = timeRangeOf(body);
  const records = state.trail
    .filter(({ recipientAccountId, awsRegion }) => recipientAccountId === accountId && awsRegion === region)
    .filter((record) => eventName === null || record.eventName === eventName)
    .filter(({ eventTime }) => Date.parse(eventTime) >= startMs && Date.parse(eventTime) <= endMs)
    // Reversed before the stable sort, so that of two calls in one second the later one comes first.
    .toReversed()
    .toSorted((left, right) => Date.parse(right.eventTime) - Date.parse(left.eventTime));
  const { items, nextToken } = page(records, {
    token: body['NextToken'],
    size: body['MaxResults'],
    max: MAX_RESULTS,
    isNewestFirst: true,
    errorCodes: { size: 'InvalidMaxResultsException', token: 'InvalidNextTokenException' },
  });
  return { Events: items.map(eventOf), ...(nextToken ? { NextToken: nextToken } : {}) };
}

type Body = Readonly<Record<string, unknown>>;

/** The event name to look up, or null for all events. */
function eventNameOf({ LookupAttributes: attributes = [] }: Body): unknown {
  const rejected = (message: string): AwsError =>
    new AwsError('InvalidLookupAttributesException', { status: 400, message });
  if (!Array.isArray(attributes) || attributes.length > 1) throw rejected('One lookup attribute at most');
  if (attributes.length === 0) return null;
  const attribute: object = Object(attributes[0]);
  if (Reflect.get(attribute, 'AttributeKey') !== 'EventName') throw rejected('The sandbox knows EventName');
  return Reflect.get(attribute, 'AttributeValue');
}

/** StartTime and EndTime are seconds since 1970 on the wire. Both ends are part of the range. */
function timeRangeOf({ StartTime, EndTime }: Body): { startMs: number; endMs: number } {
  const startMs = typeof StartTime === 'number' ? StartTime * 1000 : -Infinity;
  const endMs = typeof EndTime === 'number' ? EndTime * 1000 : Infinity;
  if (startMs <= endMs) return { startMs, endMs };
  throw new AwsError('InvalidTimeRangeException', { status: 400, message: 'StartTime must not be after EndTime' });
}

function eventOf(record: TrailRecord): object {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    EventTime: Date.parse(record.eventTime) / 1000,
    EventSource: 'macie2.amazonaws.com',
    CloudTrailEvent: JSON.stringify(record),
  };
}
