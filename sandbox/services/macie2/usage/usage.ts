import { scan } from '../../../server/paging.ts';
import { jsonBody } from '../../../server/protocols.ts';
import type { Call } from '../../../server/service.ts';
import { valueIn } from '../../../worlds/by-region.ts';
import { bucketsIn, bytesOf } from '../../../worlds/buckets.ts';
import { failedBecause } from '../members/errors.ts';
import { isAssociated, relationshipOf } from '../members/relationship.ts';
import { existingSession } from '../session.ts';

const TIME_RANGES = ['PAST_30_DAYS', 'MONTH_TO_DATE'];
const MAX_RECORDS = 25;

/** https://docs.aws.amazon.com/macie/latest/APIReference/usage.html */
export function getUsageTotals(call: Call): object {
  existingSession(call);
  const timeRange = timeRangeOf(call.request.query.get('timeRange') ?? undefined);
  return { timeRange, usageTotals: usageOf(call, call.accountId) };
}

/** The caller, and the members of an administrator. https://docs.aws.amazon.com/macie/latest/APIReference/usage-statistics.html */
export function getUsageStatistics(call: Call): object {
  existingSession(call);
  const { timeRange, maxResults, nextToken } = jsonBody(call.request);
  const { accounts } = call.state;
  // The caller comes first: a world need not describe it.
  const at = (index: number): object | null => {
    const accountId = index === 0 ? call.accountId : accounts.idAt(index - 1);
    if (index > 0 && accountId === call.accountId) return null;
    return index === 0 || isMember(call, accountId) ? recordOf(call, accountId) : null;
  };
  const { items, nextToken: next } = scan(
    { count: accounts.count + 1, at },
    { size: maxResults, token: nextToken, max: MAX_RECORDS },
  );
  return { timeRange: timeRangeOf(timeRange), records: items, ...(next ? { nextToken: next } : {}) };
}

function isMember(call: Call, accountId: string): boolean {
  const relationship = relationshipOf(call, accountId);
  return relationship?.administratorId === call.accountId && isAssociated(relationship);
}

function recordOf(call: Call, accountId: string): object {
  const target = { accountId, region: call.region };
  const createdAt = call.state.sessions.get(target)?.createdAt;
  const isDiscovering = call.state.discovery.of(target) === 'ENABLED';
  return {
    accountId,
    freeTrialStartDate: createdAt,
    automatedDiscoveryFreeTrialStartDate: isDiscovering ? createdAt : undefined,
    usage: usageOf(call, accountId),
  };
}

/** At the prices of us-east-1, in every Region: a world may give other texts. */
function usageOf({ state, region }: Call, accountId: string): readonly object[] {
  const target = { accountId, region };
  const buckets = bucketsIn(state, target);
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  const isDiscovering = state.discovery.of(target) === 'ENABLED';
  const objects = isDiscovering ? sum(buckets.map(({ objects: count = 0 }) => count)) : 0;
  const terabytes = isDiscovering ? sum(buckets.map((bucket) => bytesOf(bucket, 'classifiable'))) / 1e12 : 0;
  const costs: Readonly<Record<string, string>> = {
    DATA_INVENTORY_EVALUATION: (buckets.length * 0.1).toFixed(2),
    SENSITIVE_DATA_DISCOVERY: '0',
    AUTOMATED_SENSITIVE_DATA_DISCOVERY: terabytes.toFixed(2),
    AUTOMATED_OBJECT_MONITORING: (objects / 1e7).toFixed(4),
    ...valueIn(state.accountOf(accountId).usage ?? {}, region),
  };
  return Object.entries(costs).map(([type, estimatedCost]) => ({ type, estimatedCost, currency: 'USD' }));
}

function timeRangeOf(given: unknown): unknown {
  if (given === undefined || (typeof given === 'string' && TIME_RANGES.includes(given))) return given ?? 'PAST_30_DAYS';
  throw failedBecause('ValidationException', `timeRange must be one of ${TIME_RANGES.join(', ')}`);
}
