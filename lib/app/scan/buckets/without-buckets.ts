import type { Notice } from '../../../core/compliance/report.ts';
import type { Caller } from '../../../core/run.ts';
import { decide, needsBuckets } from '../../../policy/resolve.ts';
import type { Policy } from '../../../policy/schema.ts';
import { placeOf, type ScopedAccount } from '../../../targets/accounts.ts';
import type { RegionScope } from '../../../targets/scope.ts';
import type { RunRequest } from '../../run/request.ts';
import type { AccountAccess, ScanDeps } from '../deps.ts';
import { inTime, timeLimit } from '../time-limit.ts';

export interface BucketsOrder {
  readonly request: RunRequest;
  /** Waited for only if the policy depends on buckets. */
  readonly identity: Promise<Pick<Caller, 'accountId'>>;
  /** null: nothing beside its id is known. */
  readonly account: ScopedAccount | null;
  readonly access: Pick<AccountAccess, 'listBuckets'>;
}

/**
 * The Regions to read of an account, without those in which the policy asks for a bucket and the account has none. Its buckets
 * are listed once, and only if a Region depends on them; if they cannot be, it counts as having some everywhere.
 */
export async function withoutBucketless(
  scope: RegionScope,
  { request, identity, account, access }: BucketsOrder,
  { deps: { limits }, signal }: { readonly deps: Pick<ScanDeps, 'limits'>; readonly signal: AbortSignal },
): Promise<RegionScope> {
  const { policy } = request.policy;
  if (!needsBuckets(policy)) return scope;
  const { accountId } = await identity;
  const depending = new Set(
    scope.toRead.filter((region) => dependsOnBuckets(policy, placeOf({ accountId, region }, account))),
  );
  if (depending.size === 0) return scope;
  const limit = timeLimit(limits.callBudgetMs, signal);
  const buckets = await inTime(limit, () => access.listBuckets(limit));
  if (buckets.kind === 'unknown')
    return { ...scope, notices: [...scope.notices, bucketsUnknown(accountId, buckets.why)] };
  const withBuckets = new Set(buckets.value.map(({ region }) => region));
  const isLeftOut = (region: string): boolean => depending.has(region) && !withBuckets.has(region);
  return {
    ...scope,
    toRead: scope.toRead.filter((region) => !isLeftOut(region)),
    notApplicable: [
      ...scope.notApplicable,
      ...scope.toRead.filter(isLeftOut).map((region) => ({ region, detail: noBucket(accountId, region) })),
    ],
  };
}

function dependsOnBuckets(policy: Policy, place: ReturnType<typeof placeOf>): boolean {
  return decide(policy, place).onlyWithBuckets.value;
}

function noBucket(accountId: string, region: string): string {
  return `account ${accountId} has no bucket in ${region}`;
}

export function bucketsUnknown(accountId: string, why: string): Notice {
  return {
    kind: 'buckets-unknown',
    message: `every target of account ${accountId} was compared, with buckets or not, because its buckets could not be listed: ${why}`,
  };
}
