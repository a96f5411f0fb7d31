import type { Notice } from '../../core/compliance/report.ts';
import type { Failure } from '../../core/observation.ts';
import { SESSION } from '../../core/settings/session.ts';
import { unknownScopedAccount, type ScopedAccount } from '../../targets/accounts.ts';
import type { RunRequest } from '../run/request.ts';
import type { AccountInScope } from './account-scope.ts';
import { readAdministratorView } from './administrator-view.ts';
import type { AdministratorView } from './region-members.ts';
import { notSeen, targetByAdministrator } from './by-administrators.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { readOnce } from '../scan/read-group.ts';
import { inTime, lookUpScope, type ScopeLookup } from '../scan/region-scope.ts';
import type { AccountScan, ScannedTarget } from '../scan/scan-result.ts';
import { timeLimit } from '../scan/time-limit.ts';

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
  const notices = [...lookup.scope.notices, ...view.notices, ...(request.notices ?? [])];
  const scanned = accounts.map(async ({ account, access, notApplicable }): Promise<AccountScan> => {
    const known = account ?? unknownScopedAccount(ownId);
    const targets = await targetsOf({ account: known, access, notApplicable }, { lookup, view, signal, deps });
    return accountScan(known, { lookup, targets, notices });
  });
  return Promise.all(scanned);
}

interface TargetsContext {
  readonly lookup: ScopeLookup;
  readonly view: AdministratorView;
  readonly signal: AbortSignal;
  readonly deps: ScanDeps;
}

type KnownAccount = Omit<AccountInScope, 'account'> & { readonly account: ScopedAccount };

async function targetsOf(
  { account: { accountId }, access, notApplicable }: KnownAccount,
  { lookup: { scope }, view, signal, deps }: TargetsContext,
): Promise<readonly ScannedTarget[]> {
  if (notApplicable !== null)
    return scope.toRead.map((region) => ({
      target: { accountId, region },
      observations: { [SESSION]: { kind: 'not-applicable', detail: notApplicable } },
    }));
  return Promise.all(
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
