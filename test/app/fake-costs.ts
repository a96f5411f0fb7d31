import type { AccountAccess } from '../../lib/app/scan/deps.ts';

const UNKNOWN = { kind: 'unknown', why: 'not asked' } as const;

/** The calls behind estimates, of an account without buckets. */
export const NO_BUCKETS: Pick<
  AccountAccess,
  'listBuckets' | 'readBucketMetrics' | 'readBucketStatistics' | 'readUsageTotals' | 'readUsageStatistics'
> = {
  listBuckets: () => Promise.resolve({ kind: 'known', value: [] }),
  readBucketMetrics: () => Promise.resolve({ kind: 'known', value: { objects: 0, bytes: 0 } }),
  readBucketStatistics: () => Promise.resolve({ source: 'bucket-statistics', buckets: UNKNOWN, storage: UNKNOWN }),
  readUsageTotals: () => Promise.resolve(UNKNOWN),
  readUsageStatistics: () => Promise.resolve(UNKNOWN),
};
