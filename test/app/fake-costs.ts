import type { AccountAccess } from '../../lib/app/scan/deps.ts';

const UNKNOWN = { kind: 'unknown', why: 'not asked' } as const;

/** The calls about other accounts, of an account without an organization and without a trail. */
export const ALONE: Pick<
  AccountAccess,
  | 'readMembership'
  | 'readMembers'
  | 'readDiscoveryAccounts'
  | 'readMember'
  | 'readConfiguration'
  | 'readDesignations'
  | 'lookUpCalls'
  | 'lookUpMemberCalls'
  | 'lookUpChanges'
> = {
  readMembership: () => Promise.resolve({ kind: 'none' }),
  readMembers: () => Promise.resolve({ kind: 'members', members: {} }),
  readDiscoveryAccounts: () => Promise.resolve({ kind: 'accounts', statuses: {} }),
  readMember: () => Promise.resolve({ kind: 'unknown', reason: 'not-reached', detail: 'no members' }),
  readConfiguration: () => Promise.resolve({ kind: 'not-administrator' }),
  readDesignations: () => Promise.resolve([]),
  lookUpCalls: () => Promise.resolve([]),
  lookUpMemberCalls: () => Promise.resolve([]),
  lookUpChanges: () => Promise.resolve([]),
};

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
