import type { Service } from '../../../server/service.ts';
import { getBucketStatistics } from './bucket-statistics.ts';
import { getUsageStatistics, getUsageTotals } from './usage.ts';

/** Operations by method and path. */
export const USAGE_ROUTES: Readonly<Record<string, string>> = {
  'GET /usage': 'GetUsageTotals',
  'POST /usage/statistics': 'GetUsageStatistics',
  'POST /datasources/s3/statistics': 'GetBucketStatistics',
};

export const USAGE_OPERATIONS: Service['operations'] = {
  GetUsageTotals: getUsageTotals,
  GetUsageStatistics: getUsageStatistics,
  GetBucketStatistics: getBucketStatistics,
};
