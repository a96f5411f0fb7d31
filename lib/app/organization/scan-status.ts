import pMap from 'p-map';
import type { Notice } from '../../core/compliance/report.ts';
import type { Failure } from '../../core/observation.ts';
import { SESSION } from '../../core/settings/session.ts';
import { unknownScopedAccount, type ScopedAccount } from '../../targets/accounts.ts';
import type { RegionScope } from '../../targets/scope.ts';
import type { RunRequest } from '../run/request.ts';
import type { AccountInScope } from './account-scope.ts';
import { readAdministratorView } from './administrator-view.ts';
import type { AdministratorView } from './region-members.ts';
import { notSeen, targetByAdministrator } from './by-administrators.ts';
import { withoutBucketless } from '../scan/buckets/without-buckets.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { readOnce } from '../scan/read-group.ts';
import { lookUpScope, type ScopeLookup } from '../scan/region-scope.ts';
import type { AccountScan } from '../scan/scan-account.ts';
import type { ScannedTarget } from '../scan/scan-result.ts';
import { inTime, timeLimit } from '../scan/time-limit.ts';

export interface StatusOrder {
  readonly request: RunRequest;
  readonly accounts: readonly AccountInScope[];
  readonly signal: AbortSignal;
}

/** The scan has read the status and nothing else: the other values are out of its scope. */
const STATUS_ALONE: Failure = { reason: 'not-reached', detail: 'this scan reads the status alone' };

/**
 * The status of every account from the lists of the Macie administrators: a call for each 25 members of a Region, and none in the
 * members. The sessions of the administrators themselves are read from them.
 */
export async function scanStatus(
  { request, accounts, signal }: StatusOrder,
  deps: ScanDeps,
): Promise<readonly AccountScan[]> {
  const own = deps.forAccount(OWN_ACCOUNT);
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const { accountId: ownId } = await own.identify(limit);
  const lookup = await lookUpScope(request, {
    enabledRegions: () => inTime(limit, () => own.enabledRegions(limit)),
    deps,
    signal,
  });
  const view = await readAdministratorView(
    { regions: lookup.scope.toRead, roles: request.policy.policy.roles, signal },
    deps,
  );
  const notices = [...view.notices, ...(request.notices ?? [])];
  const scanNext = async ({ account, ...rest }: AccountInScope): Promise<AccountScan> => {
    const known = { ...rest, account: account ?? unknownScopedAccount(ownId) };
    const scope = await scopeOf(known, { request, lookup, signal, deps });
    const targets = await targetsOf(known, { scope, view, signal, deps });
    return accountScan(known.account, { lookup, targets, notices: [...notices, ...scope.notices] });
  };
  return pMap(accounts, scanNext, { concurrency: deps.limits.parallelAccounts });
}

interface ScopeContext {
  readonly request: RunRequest;
  readonly lookup: ScopeLookup;
  readonly signal: AbortSignal;
  readonly deps: ScanDeps;
}

/** The buckets of an account are listed with its own role, if the policy depends on them: its administrator does not know them. */
async function scopeOf(
  { account, access, notApplicable }: KnownAccount,
  { request, lookup, signal, deps }: ScopeContext,
): Promise<RegionScope> {
  if (notApplicable !== null) return lookup.scope;
  const identity = Promise.resolve({ accountId: account.accountId });
  // The Regions that the own account has not enabled say nothing of this one.
  const scope = { ...lookup.scope, notApplicable: [] };
  try {
    return await withoutBucketless(scope, { request, identity, account, access }, { deps, signal });
  } finally {
    access.release?.();
  }
}

interface TargetsContext {
  readonly scope: RegionScope;
  readonly view: AdministratorView;
  readonly signal: AbortSignal;
  readonly deps: ScanDeps;
}

type KnownAccount = Omit<AccountInScope, 'account'> & { readonly account: ScopedAccount };

async function targetsOf(
  { account: { accountId }, access, notApplicable }: KnownAccount,
  { scope, view, signal, deps }: TargetsContext,
): Promise<readonly ScannedTarget[]> {
  if (notApplicable !== null)
    return scope.toRead.map((region) => notApplicableTarget({ accountId, region }, notApplicable));
  const unread = scope.notApplicable.map(({ region, detail }) => notApplicableTarget({ accountId, region }, detail));
  const read = await Promise.all(
    scope.toRead.map(async (region): Promise<ScannedTarget> => {
      const target = { accountId, region };
      const found = view.regions[region];
      if (found?.administrator === accountId) return readAdministrator(access, { target, signal, deps });
      return (
        targetByAdministrator(target, { view, whyPartial: STATUS_ALONE }) ?? {
          target,
          observations: { [SESSION]: notSeen(found) },
        }
      );
    }),
  );
  return [...read, ...unread];
}

function notApplicableTarget(target: ScannedTarget['target'], detail: string): ScannedTarget {
  return { target, observations: { [SESSION]: { kind: 'not-applicable', detail } } };
}

/** An administrator is no member of itself. */
async function readAdministrator(
  access: AccountAccess,
  { target, signal, deps }: { target: ScannedTarget['target']; signal: AbortSignal; deps: ScanDeps },
): Promise<ScannedTarget> {
  const reading = await readOnce(access, { group: SESSION, region: target.region, signal }, deps);
  const observation =
    reading.kind === 'token-rejected'
      ? { kind: 'unknown' as const, reason: 'credentials' as const, detail: reading.detail }
      : reading;
  return { target, observations: { [SESSION]: observation } };
}

function accountScan(
  account: ScopedAccount,
  { lookup, targets, notices }: { lookup: ScopeLookup; targets: readonly ScannedTarget[]; notices: readonly Notice[] },
): AccountScan {
  return {
    account,
    regions: { source: lookup.scope.source, excluded: lookup.scope.excluded },
    ofTargets: lookup.ofTargets,
    // The other settings of the policy were not read.
    isWhole: false,
    targets,
    notices,
    unreachable: null,
  };
}
