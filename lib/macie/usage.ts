import {
  GetBucketStatisticsCommand,
  GetUsageTotalsCommand,
  paginateGetUsageStatistics,
  type UsageRecord,
} from '@aws-sdk/client-macie2';
import { whyFailed } from '../aws/explain-error.ts';
import type { CostFacts } from '../core/cost/model.ts';
import { readMoney } from '../core/cost/money.ts';
import type { AccountUsage, UsageCosts } from '../core/cost/usage.ts';
import type { Lookup } from '../core/lookup.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import type { GroupCall } from './group.ts';

/* What Macie says of its own cost, where it is on. None of these rejects. */

type UsageCall = Omit<GroupCall, 'clientToken'>;

const TIME_RANGE = 'PAST_30_DAYS';

/** The cost of the past 30 days of the caller, in one Region. */
export async function readUsageTotals({ client, region, signal }: UsageCall): Promise<Lookup<UsageCosts>> {
  const operation = 'macie2:GetUsageTotals';
  try {
    const { usageTotals } = await client.send(new GetUsageTotalsCommand({ timeRange: TIME_RANGE }), {
      abortSignal: signal,
    });
    const costs = costsOf(usageTotals);
    return costs ? { kind: 'known', value: costs } : odd(operation, region);
  } catch (error) {
    return { kind: 'unknown', why: await whyFailed(error, { operation, region }) };
  }
}

/** By account: the same, and when its free trials began. An administrator has its members too. */
export async function readUsageStatistics({
  client,
  region,
  signal,
}: UsageCall): Promise<Lookup<Readonly<Record<string, AccountUsage>>>> {
  const operation = 'macie2:GetUsageStatistics';
  const usages: Record<string, AccountUsage> = {};
  try {
    const pages = paginateGetUsageStatistics(
      { client, stopOnSameToken: true },
      { timeRange: TIME_RANGE },
      { abortSignal: signal },
    );
    for await (const { records } of pages) {
      if (!Array.isArray(records)) return odd(operation, region);
      for (const record of records) {
        const { accountId } = record;
        if (typeof accountId === 'string' && ACCOUNT_ID.test(accountId)) usages[accountId] = usageOf(record);
      }
    }
    return { kind: 'known', value: usages };
  } catch (error) {
    return { kind: 'unknown', why: await whyFailed(error, { operation, region }) };
  }
}

/** Macie's own count of the buckets of the caller, in one Region. */
export async function readBucketStatistics({ client, region, signal }: UsageCall): Promise<CostFacts> {
  const operation = 'macie2:GetBucketStatistics';
  try {
    const answer = await client.send(new GetBucketStatisticsCommand({}), { abortSignal: signal });
    const [buckets, objects, bytes] = [
      answer.bucketCount,
      answer.classifiableObjectCount,
      answer.classifiableSizeInBytes,
    ].map(countOf);
    return {
      source: 'bucket-statistics',
      buckets: typeof buckets === 'number' ? { kind: 'known', value: buckets } : odd(operation, region),
      storage:
        typeof objects === 'number' && typeof bytes === 'number'
          ? { kind: 'known', value: { objects, bytes } }
          : odd(operation, region),
    };
  } catch (error) {
    const unknown = { kind: 'unknown', why: await whyFailed(error, { operation, region }) } as const;
    return { source: 'bucket-statistics', buckets: unknown, storage: unknown };
  }
}

/** The SDK passes on what it got, whatever its types say. */
function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function usageOf({ usage, freeTrialStartDate, automatedDiscoveryFreeTrialStartDate }: UsageRecord): AccountUsage {
  return {
    costs: costsOf(usage) ?? {},
    trialStart: timeOf(freeTrialStartDate),
    discoveryTrialStart: timeOf(automatedDiscoveryFreeTrialStartDate),
  };
}

/** null: it is no list. */
function costsOf(listed: unknown): UsageCosts | null {
  if (!Array.isArray(listed)) return null;
  return Object.fromEntries(
    listed.flatMap((one: unknown) => {
      const [type, amount, currency]: readonly unknown[] = ['type', 'estimatedCost', 'currency'].map((key) =>
        Reflect.get(Object(one), key),
      );
      return typeof type === 'string' ? [[type, readMoney(amount, currency)] as const] : [];
    }),
  );
}

function timeOf(date: unknown): string | null {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
}

function odd(operation: string, region: string): Lookup<never> {
  return { kind: 'unknown', why: `${operation} in ${region} answered without the numbers that the API promises` };
}
