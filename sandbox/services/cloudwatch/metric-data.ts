import { AwsError } from '../../server/errors.ts';
import { page } from '../../server/paging.ts';
import type { Call } from '../../server/service.ts';
import type { WorldBucket } from '../../worlds/bucket-schema.ts';
import { inputOf } from './protocol.ts';

const MAX_QUERIES = 500;
const DAY_MS = 86_400_000;

interface Query {
  readonly id: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The metrics of AWS/S3, one data point of the night before, as S3 stores them. Other metrics have no data. */
export function getMetricData(call: Call): object {
  const { MetricDataQueries, MaxDatapoints, NextToken } = inputOf(call.request);
  if (!Array.isArray(MetricDataQueries) || MetricDataQueries.length === 0)
    throw invalid('The parameter MetricDataQueries is required.');
  if (MetricDataQueries.length > MAX_QUERIES)
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`);
  const errorCodes = { size: 'ValidationError', token: 'InvalidNextToken' };
  const { items, nextToken } = page(MetricDataQueries.map(queryOf), {
    size: MaxDatapoints === undefined ? undefined : Number(MaxDatapoints),
    token: NextToken,
    max: 100_800,
    errorCodes,
  });
  return {
    MetricDataResults: items.map((query) => resultOf(query, call)),
    Messages: [],
    ...(nextToken ? { NextToken: nextToken } : {}),
  };
}

function resultOf({ id, metric, dimensions }: Query, { state, accountId, region, now }: Call): object {
  const bucket = state.accountOf(accountId).buckets[dimensions['BucketName'] ?? ''];
  const value =
    bucket?.region === region ? valueOf(bucket, { metric, storage: dimensions['StorageType'] ?? '' }) : null;
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return {
    Id: id,
    Label: metric,
    Timestamps: value === null ? [] : [new Date(midnight - DAY_MS)],
    Values: value === null ? [] : [value],
    StatusCode: 'Complete',
  };
}

function valueOf(
  { objects, bytes = {} }: WorldBucket,
  { metric, storage }: { metric: string; storage: string },
): number | null {
  if (metric === 'NumberOfObjects') return storage === 'AllStorageTypes' ? (objects ?? null) : null;
  return metric === 'BucketSizeBytes' ? (Object.entries(bytes).find(([name]) => name === storage)?.[1] ?? null) : null;
}

function queryOf(given: unknown): Query {
  const metric: unknown = Reflect.get(Object(Reflect.get(Object(given), 'MetricStat')), 'Metric');
  const [id, namespace, name] = [textOf(given, 'Id'), textOf(metric, 'Namespace'), textOf(metric, 'MetricName')];
  if (!/^[a-z]\w*$/.test(id)) throw invalid(`The value ${id} for parameter MetricDataQueries.member.Id is not valid.`);
  const dimensions: unknown = Reflect.get(Object(metric), 'Dimensions');
  const pairs = Array.isArray(dimensions) ? dimensions.map((one) => [textOf(one, 'Name'), textOf(one, 'Value')]) : [];
  return { id, metric: namespace === 'AWS/S3' ? name : '', dimensions: Object.fromEntries(pairs) };
}

function textOf(value: unknown, key: string): string {
  const text: unknown = Reflect.get(Object(value), key);
  return typeof text === 'string' ? text : '';
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', { status: 400, message });
}
