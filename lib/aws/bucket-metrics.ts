import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import pMap from 'p-map';
import type { Storage } from '../core/cost/model.ts';
import type { Lookup } from '../core/lookup.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clients } from './clients.ts';
import { whyFailed } from './explain-error.ts';

const OPERATION = 'cloudwatch:GetMetricData';

/** The storage classes that Macie analyses. https://docs.aws.amazon.com/macie/latest/user/discovery-supported-storage.html */
const ANALYSED = [
  'StandardStorage',
  'IntelligentTieringFAStorage',
  'IntelligentTieringIAStorage',
  'IntelligentTieringAAStorage',
  'IntelligentTieringAIAStorage',
  'IntelligentTieringDAAStorage',
  'StandardIAStorage',
  'OneZoneIAStorage',
  'ReducedRedundancyStorage',
  'GlacierInstantRetrievalStorage',
];
/** Asked for to tell a bucket of archives from one without metrics. */
const ARCHIVES = ['GlacierStorage', 'DeepArchiveStorage'];
const CLASSES = [...ANALYSED, ...ARCHIVES];

/** GetMetricData takes 500 metrics. A bucket has one for its objects and one for each storage class. */
const BUCKETS_PER_CALL = Math.floor(500 / (CLASSES.length + 1));
const PARALLEL_CALLS = 4;
/** S3 stores these metrics once a day, and they may be 48 hours old. */
const DAYS = 3;

export interface MetricsOrder {
  readonly region: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** The objects and bytes of buckets of one Region, by the storage metrics of S3. Never rejects. */
export async function readBucketMetrics(
  clients: Pick<Clients, 'cloudwatch'>,
  buckets: readonly string[],
  order: MetricsOrder,
): Promise<Lookup<Storage>> {
  if (buckets.length === 0) return { kind: 'known', value: { objects: 0, bytes: 0 } };
  const chunks = buckets.flatMap((_, at) =>
    at % BUCKETS_PER_CALL === 0 ? [buckets.slice(at, at + BUCKETS_PER_CALL)] : [],
  );
  try {
    const read = await pMap(chunks, (names) => readMetrics(clients, names, order), { concurrency: PARALLEL_CALLS });
    return sumOf(new Map(read.flat()), buckets, order);
  } catch (error) {
    return { kind: 'unknown', why: await whyFailed(error, { operation: OPERATION, region: order.region }) };
  }
}

/** By `bucket metric`: the newest value; null: the answer has none that can be used. */
type Values = readonly (readonly [string, number | null])[];

async function readMetrics(
  clients: Pick<Clients, 'cloudwatch'>,
  buckets: readonly string[],
  { region, now, signal }: MetricsOrder,
): Promise<Values> {
  const [client, { paginateGetMetricData }] = await Promise.all([
    clients.cloudwatch(region),
    import('@aws-sdk/client-cloudwatch'),
  ]);
  const metrics = buckets.flatMap((bucket) => ['objects', ...CLASSES].map((metric) => ({ bucket, metric })));
  const pages = paginateGetMetricData(
    { client, stopOnSameToken: true },
    {
      MetricDataQueries: metrics.map(({ bucket, metric }, index) => queryOf(`m${index}`, bucket, metric)),
      StartTime: new Date(now.getTime() - DAYS * DAY_MS),
      EndTime: now,
      ScanBy: 'TimestampDescending',
    },
    { abortSignal: signal },
  );
  const results = new Map<string, MetricDataResult>();
  for await (const page of pages)
    // Of a metric on several pages the newest values are on the first one that has some.
    for (const result of page.MetricDataResults ?? [])
      if (!hasValue(results.get(result.Id ?? ''))) results.set(result.Id ?? '', result);
  return metrics.flatMap(({ bucket, metric }, index) => {
    const value = valueOf(results.get(`m${index}`));
    return value === undefined ? [] : [[`${bucket} ${metric}`, value] as const];
  });
}

function queryOf(Id: string, BucketName: string, metric: string): MetricDataQuery {
  const isObjects = metric === 'objects';
  const dimensions = { BucketName, StorageType: isObjects ? 'AllStorageTypes' : metric };
  const Metric = {
    Namespace: 'AWS/S3',
    MetricName: isObjects ? 'NumberOfObjects' : 'BucketSizeBytes',
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
  return { Id, MetricStat: { Metric, Period: DAY_MS / 1000, Stat: 'Average' } };
}

function hasValue(result: MetricDataResult | undefined): boolean {
  return (result?.Values?.length ?? 0) > 0;
}

/** The SDK passes on what it got, whatever its types say. undefined: there is no data; null: it cannot be used. */
function valueOf(result: MetricDataResult | undefined): number | null | undefined {
  if (result === undefined || (result.StatusCode !== 'Complete' && !hasValue(result))) return null;
  if (!hasValue(result)) return undefined;
  const value: unknown = result.Values?.[0];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** What is missing of one bucket is missing of the sum: it is not 0. */
function sumOf(
  values: ReadonlyMap<string, number | null>,
  buckets: readonly string[],
  { region }: MetricsOrder,
): Lookup<Storage> {
  const broken = [...values].find(([, value]) => value === null);
  if (broken)
    return { kind: 'unknown', why: `${OPERATION} in ${region} answered without a number for bucket ${broken[0]}` };
  const sizes = (bucket: string, classes: readonly string[]): readonly number[] =>
    classes.flatMap((storage) => values.get(`${bucket} ${storage}`) ?? []);
  const missing = buckets.filter((bucket) => {
    const objects = values.get(`${bucket} objects`);
    return objects === undefined || (objects !== null && objects > 0 && sizes(bucket, CLASSES).length === 0);
  });
  if (missing.length > 0)
    return {
      kind: 'unknown',
      why: `CloudWatch in ${region} has no storage metrics of ${missing.length} of ${buckets.length} buckets, such as ${missing[0]}: S3 stores them once a day`,
    };
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  return {
    kind: 'known',
    value: {
      objects: sum(buckets.map((bucket) => values.get(`${bucket} objects`) ?? 0)),
      bytes: sum(buckets.flatMap((bucket) => sizes(bucket, ANALYSED))),
    },
  };
}
