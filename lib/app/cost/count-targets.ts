import pMap from 'p-map';
import type { Bucket } from '../../core/bucket.ts';
import type { CostFacts } from '../../core/cost/model.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';

/** A Region in which the buckets of an account are counted. */
export interface RegionToCount {
  readonly region: string;
  /** Where Macie is on, it has counted them. */
  readonly isOn: boolean;
}

interface Counting {
  readonly access: Pick<AccountAccess, 'listBuckets' | 'readBucketMetrics' | 'readBucketStatistics'>;
  readonly signal: AbortSignal;
}

type CountDeps = Pick<ScanDeps, 'limits'>;

/** Counts the buckets, objects and bytes of an account, by Region. Never rejects. */
export async function countTargets(
  regions: readonly RegionToCount[],
  { access, signal }: Counting,
  deps: CountDeps,
): Promise<ReadonlyMap<string, CostFacts>> {
  // One list for all Regions, and none where Macie has counted.
  const listed = regions.every(({ isOn }) => isOn)
    ? NOT_LISTED
    : await bounded(signal, deps, {
        work: (limit) => access.listBuckets(limit),
        late: () => late('s3:ListBuckets', deps),
      });
  const counted = await pMap(
    regions,
    async ({ region, isOn }) => {
      const facts = isOn
        ? await countByMacie(region, { access, signal }, deps)
        : await countByStorage(region, { access, signal, listed }, deps);
      return [region, facts] as const;
    },
    { concurrency: deps.limits.parallelReads },
  );
  return new Map(counted);
}

const NOT_LISTED: Lookup<readonly Bucket[]> = { kind: 'known', value: [] };

function countByMacie(region: string, { access, signal }: Counting, deps: CountDeps): Promise<CostFacts> {
  const unknown = late(`macie2:GetBucketStatistics in ${region}`, deps);
  return bounded<CostFacts>(signal, deps, {
    work: (limit) => access.readBucketStatistics({ region, signal: limit }),
    late: () => ({ source: 'bucket-statistics', buckets: unknown, storage: unknown }),
  });
}

async function countByStorage(
  region: string,
  { access, signal, listed }: Counting & { readonly listed: Lookup<readonly Bucket[]> },
  deps: CountDeps,
): Promise<CostFacts> {
  const source = 'storage-metrics';
  if (listed.kind === 'unknown') return { source, buckets: listed, storage: listed };
  const names = listed.value.filter((bucket) => bucket.region === region).map(({ name }) => name);
  const storage = await bounded(signal, deps, {
    work: (limit) => access.readBucketMetrics(names, { region, signal: limit }),
    late: () => late(`cloudwatch:GetMetricData in ${region}`, deps),
  });
  return { source, buckets: { kind: 'known', value: names.length }, storage };
}

function late(operation: string, { limits }: CountDeps): Lookup<never> {
  return { kind: 'unknown', why: `${operation} gave no answer within ${limits.callBudgetMs / 1000} s` };
}

function bounded<T>(
  signal: AbortSignal,
  { limits }: CountDeps,
  { work, late: instead }: { readonly work: (limit: AbortSignal) => Promise<T>; readonly late: () => T },
): Promise<T> {
  const limit = timeLimit(limits.callBudgetMs, signal);
  return withinLimit(limit, { work: () => work(limit), late: instead });
}
