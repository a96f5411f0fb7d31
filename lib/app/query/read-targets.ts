import { WardenError } from '../../core/errors.ts';
import { compareText } from '../../core/order.ts';
import { ALL_REGIONS } from '../../core/regions.ts';
import { coversRegion, listedRegions } from '../../policy/coverage.ts';
import { requestedScope } from '../check/requested-scope.ts';
import { accountsInScope, type AccountInScope } from '../organization/account-scope.ts';
import type { RunRequest } from '../run/request.ts';
import type { ScanDeps } from '../scan/deps.ts';
import { scanTargets } from '../scan/scan.ts';
import type { Scan } from '../scan/scan-result.ts';
import { timeLimit } from '../scan/time-limit.ts';
import type { QueryPlan } from './plan-query.ts';
import { readingPolicy, type QueryPolicy } from './query-policy.ts';

/** Which targets to read for a query. */
export interface TargetChoice {
  readonly accounts: readonly AccountInScope[];
  /** null: every one of the policy. */
  readonly regions: readonly string[] | null;
  /** What the query names and the policy does not cover: no row can show it. */
  readonly outside: readonly string[];
}

interface Asked {
  readonly policy: QueryPolicy;
  readonly plan: QueryPlan;
  /** Options of the command line: they narrow the policy. */
  readonly accounts?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly cancel: AbortSignal;
}

/** Throws a WardenError for options that are wider than the policy. */
export async function chooseTargets(asked: Asked, deps: ScanDeps): Promise<TargetChoice> {
  const { policy, plan, cancel } = asked;
  const { narrowing } = plan;
  const only = policy.kind === 'given' ? requestedScope(asked, policy.loaded) : {};
  const isSelf = policy.loaded.policy.accounts === 'self';
  const inScope = await accountsInScope(
    { policy: policy.loaded, only: isSelf ? {} : { accounts: only.accounts } },
    deps,
    cancel,
  );
  const needsIds = only.accounts !== undefined || narrowing.accounts !== null;
  const accounts = needsIds ? await identified(inScope.accounts, { deps, cancel }) : [];
  if (isSelf)
    refuseOthers(
      only.accounts,
      accounts.map(({ id }) => id),
    );
  const named = narrowing.regions;
  const asksRegions = only.regions ?? named;
  const regions = asksRegions === null ? null : asksRegions.filter((region) => named?.includes(region) ?? true);
  const isUsable = (region: string): boolean => isKnown(region, asked) && coversRegion(policy.loaded.policy, region);
  const known = new Set(accounts.map(({ id }) => id));
  return {
    accounts: needsIds
      ? accounts.filter(({ id }) => narrowing.accounts?.includes(id) ?? true).map(({ account }) => account)
      : inScope.accounts,
    regions: regions?.filter(isUsable).toSorted(compareText) ?? null,
    outside: [
      ...(narrowing.accounts ?? []).filter((id) => !known.has(id)),
      ...(named ?? []).filter((region) => !isUsable(region) || !(regions?.includes(region) ?? true)),
    ],
  };
}

/** A name that no list has is a typing error more often than a new Region. */
function isKnown(region: string, { policy, regions }: Asked): boolean {
  const listed = listedRegions(policy.loaded.policy) ?? [];
  return [...ALL_REGIONS, ...listed, ...(regions ?? [])].includes(region);
}

async function identified(
  accounts: readonly AccountInScope[],
  { deps, cancel }: { readonly deps: ScanDeps; readonly cancel: AbortSignal },
): Promise<readonly { readonly id: string; readonly account: AccountInScope }[]> {
  const limit = timeLimit(deps.limits.callBudgetMs, cancel);
  return Promise.all(
    accounts.map(async (account) => ({
      account,
      id: account.account?.accountId ?? (await account.access.identify(limit)).accountId,
    })),
  );
}

function refuseOthers(asked: readonly string[] | undefined, own: readonly string[]): void {
  const others = (asked ?? []).filter((id) => !own.includes(id));
  if (others.length === 0) return;
  throw new WardenError(
    'request',
    `accounts: expected ${own.join()}, the account of these credentials, found ${others.join(', ')}. --no-policy reads accounts without a policy`,
  );
}

/** Reads the chosen targets; null: there are none. */
export async function readTargets(
  { accounts, regions }: TargetChoice,
  { policy, plan, cancel }: Asked,
  deps: ScanDeps,
): Promise<Scan | null> {
  if (accounts.length === 0 || regions?.length === 0) return null;
  const request: RunRequest = {
    policy: readingPolicy(policy, plan),
    // Of a run of the command line the cost of its plan is asked as well.
    trigger: 'manual',
    ceiling: 'report',
    only: regions === null ? {} : { regions },
    publish: 'changes',
  };
  const startedAt = deps.now().toISOString();
  return scanTargets({ request, runId: deps.newId(), startedAt, accounts, cancel }, deps);
}
