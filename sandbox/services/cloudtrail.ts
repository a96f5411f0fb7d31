import { AwsError } from '../server/errors.ts';
import { page } from '../server/paging.ts';
import { awsJson, awsJsonError, jsonBody } from '../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import type { TrailRecord } from './trail.ts';

/** AWS CloudTrail, LookupEvents only. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const cloudtrail: Service = {
  name: 'cloudtrail',
  operationOf: ({ headers }) => /CloudTrail_20131101\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: { LookupEvents: lookupEvents },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, internal: 'InternalServerError' },
};

const MAX_RESULTS = 50;

/** The calls of the account in the Region, newest first. They appear at once here; CloudTrail takes some minutes. */
function lookupEvents(call: Call): object {
  const { accountId, region, state } = call;
  const body = jsonBody(call.request);
  const attributes: unknown = body['LookupAttributes'] ?? [];
  if (!Array.isArray(attributes) || attributes.length > 1)
    throw new AwsError('InvalidLookupAttributesException', { status: 400, message: 'One lookup attribute at most' });
  const [attribute] = attributes.map((one: unknown): { key: unknown; value: unknown } => ({
    key: Reflect.get(Object(one), 'AttributeKey'),
    value: Reflect.get(Object(one), 'AttributeValue'),
  }));
  if (attribute && attribute.key !== 'EventName')
    throw new AwsError('InvalidLookupAttributesException', { status: 400, message: 'The sandbox knows EventName' });
  const records = state.trail
    .filter(({ recipientAccountId, awsRegion }) => recipientAccountId === accountId && awsRegion === region)
    .filter(({ eventName }) => !attribute || eventName === attribute.value)
    .toReversed();
  const { items, nextToken } = page(records, { token: body['NextToken'], size: body['MaxResults'], max: MAX_RESULTS });
  return { Events: items.map(eventOf), ...(nextToken ? { NextToken: nextToken } : {}) };
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
