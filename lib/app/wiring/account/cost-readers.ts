import type { AccountAccess } from '../../scan/deps.ts';
import type { AccessParts } from './access-parts.ts';

type CostReaders = Pick<
  AccountAccess,
  'listBuckets' | 'readBucketMetrics' | 'readBucketStatistics' | 'readUsageTotals' | 'readUsageStatistics'
>;

/** The readings behind estimates of cost. Loaded when first used: most runs switch nothing on. */
export function createCostReaders({ reader, now }: Pick<AccessParts, 'reader' | 'now'>): CostReaders {
  const usage = () => import('../../../macie/usage.ts');
  return {
    listBuckets: async (signal) => {
      const { listBuckets } = await import('../../../aws/buckets.ts');
      return listBuckets(reader(), signal);
    },
    readBucketMetrics: async (buckets, { region, signal }) => {
      const { readBucketMetrics } = await import('../../../aws/bucket-metrics.ts');
      return readBucketMetrics(reader(), buckets, { region, now: now(), signal });
    },
    readBucketStatistics: async ({ region, signal }) =>
      (await usage()).readBucketStatistics({ client: reader().macieReader(region), region, signal }),
    readUsageTotals: async ({ region, signal }) =>
      (await usage()).readUsageTotals({ client: reader().macieReader(region), region, signal }),
    readUsageStatistics: async ({ region, signal }) =>
      (await usage()).readUsageStatistics({ client: reader().macieReader(region), region, signal }),
  };
}
