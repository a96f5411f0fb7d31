import pMap from 'p-map';
import type { Notice } from '../../core/compliance/report.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Target } from '../../core/target.ts';
import { unknownScopedAccount, type ScopedAccount } from '../../targets/accounts.ts';
import type { RegionScope } from '../../targets/scope.ts';
import type { RunRequest } from '../run/request.ts';
import type { AccountInScope } from './account-scope.ts';
import { removalNotices } from './notices/removed-administrators.ts';
import { readAdministratorView } from './administrator-view.ts';
import { gaveNoAnswer, type AdministratorView, type RegionMembers } from './region-members.ts';
import { listedTarget } from './by-administrators.ts';
import { regionListed } from './status-progress.ts';
import { statusScope, type KnownAccount } from './status-scope.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { readOnce } from '../scan/read-group.ts';
import { lookUpScope, type ScopeLookup } from '../scan/region-scope.ts';
import type { SharedDeps } from '../scan/scan-account.ts';
import type { AccountScan, ScannedTarget } from '../scan/scan-result.ts';
import { inTime, timeLimit } from '../scan/time-limit.ts';

export interface StatusOrder {
  readonly request: RunRequest;
  readonly startedAt: string;
  readonly accounts: readonly AccountInScope[];
  readonly signal: AbortSignal;
  /** A person has ended the run: what is not there yet was not reached. */
  readonly cancel: AbortSignal | undefined;
}

/**
 * The status of every account from the lists of the Macie administrators: a call for each 25 members of a Region, and none in the
 * members. The sessions of the administrators themselves are read from them.
 */
export async function scanStatus(order: StatusOrder, deps: SharedDeps): Promise<readonly AccountScan[]> {
  const { request, startedAt, accounts, signal, cancel } = order;
  const own = deps.forAccount(OWN_ACCOUNT);
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const { accountId: ownId } = await own.identify(limit);
  const lookup = await lookUpScope(request, {
    enabledRegions: () => inTime(limit, () => own.enabledRegions(limit)),
    deps,
    signal,
  });
  deps.onStep({ kind: 'lists-begin', regions: lookup.scope.toRead.length });
  const toRead = accounts.flatMap(({ account, notApplicable }) =>
    notApplicable === null ? [account ?? unknownScopedAccount(ownId)] : [],
  );
  const onListed = (found: RegionMembers): void => {
    if (deps.onProgress) deps.onStep(regionListed(found, { request, startedAt, accounts: toRead }));
  };
  const view = await readAdministratorView(
    { regions: lookup.scope.toRead, roles: request.policy.policy.roles, signal, cancel },
    { ...deps, onListed },
  );
  const listed = accounts.flatMap(({ account }) => account ?? []);
  const removals = await removalNotices({ accounts: listed, regions: lookup.scope.toRead, signal }, deps);
  const notices = [...view.notices, ...removals, ...(request.notices ?? [])];
  const scanNext = async ({ account, ...rest }: AccountInScope): Promise<AccountScan> => {
    const known = { ...rest, account: account ?? unknownScopedAccount(ownId) };
    const scope = await statusScope(known, { request, lookup, signal, deps });
    const targets = await targetsOf(known, { scope, view, signal, cancel, deps });
    return accountScan(known.account, { lookup, targets, notices: [...scope.notices, ...notices] });
  };
  return pMap(accounts, scanNext, { concurrency: deps.limits.parallelAccounts });
}

interface TargetsContext extends Pick<StatusOrder, 'signal' | 'cancel'> {
  readonly scope: RegionScope;
  readonly view: AdministratorView;
  readonly deps: ScanDeps;
}

async function targetsOf(
  { account: { accountId }, access, notApplicable }: KnownAccount,
  { scope, view, signal, cancel, deps }: TargetsContext,
): Promise<readonly ScannedTarget[]> {
  if (notApplicable !== null)
    return scope.toRead.map((region) => notApplicableTarget({ accountId, region }, notApplicable));
  const unread = scope.notApplicable.map(({ region, detail }) => notApplicableTarget({ accountId, region }, detail));
  const read = await Promise.all(
    scope.toRead.map(async (region): Promise<ScannedTarget> => {
      const target = { accountId, region };
      const found = view.regions[region];
      const isAdministrator = found?.administrator === accountId && !gaveNoAnswer(found.reading);
      return isAdministrator ? readAdministrator(access, { target, signal, cancel, deps }) : listedTarget(target, view);
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
  { target, deps, ...signals }: Pick<TargetsContext, 'signal' | 'cancel' | 'deps'> & { readonly target: Target },
): Promise<ScannedTarget> {
  const reading = await readOnce(access, { group: SESSION, region: target.region, ...signals }, deps);
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
