import { unknownScopedAccount } from '../../targets/accounts.ts';
import type { StateStore } from '../run/deps.ts';
import type { RunRequest } from '../run/request.ts';
import type { ScanDeps } from '../scan/deps.ts';
import type { AccountInScope, AccountsInScope } from './account-scope.ts';

const LEFT = 'the account left the organization: AWS Organizations no longer lists it';
const NOT_COVERED = 'the policy no longer covers this account';

interface Departing {
  readonly request: RunRequest;
  readonly openStore: (() => Promise<Pick<StateStore, 'openAccounts'>>) | null;
}

type DepartingDeps = Pick<ScanDeps, 'forAccount'> & {
  readonly warn: (message: string, error: unknown) => void;
};

/**
 * The accounts of a run, with those that have something open and that it no longer covers: they are not read, and what is open
 * there ends with the reason. Only a full run knows which accounts it covers, and only a list that AWS Organizations gave as a
 * whole that an account has left.
 */
export async function withDeparted(
  scope: AccountsInScope,
  { request, openStore }: Departing,
  deps: DepartingDeps,
): Promise<AccountsInScope> {
  if (openStore === null || !coversPolicy(request)) return scope;
  const open = await openStore()
    .then((store) => store.openAccounts())
    .catch((error: unknown) => {
      deps.warn(
        'accounts with something open could not be listed, so what is open in accounts that left stays open',
        error,
      );
      return [];
    });
  const covered = new Set(scope.accounts.map(({ account }) => account?.accountId));
  const departed = open
    .filter((accountId) => !covered.has(accountId))
    .map((accountId) => departedAccount(accountId, { scope, request, deps }));
  return { ...scope, accounts: [...scope.accounts, ...departed] };
}

/** A stack for its own account alone has no state of others. */
function coversPolicy({ policy: { policy }, only, depth }: RunRequest): boolean {
  return policy.accounts !== 'self' && depth === undefined && !only?.accounts && !only?.regions;
}

function departedAccount(
  accountId: string,
  { scope, request, deps }: { scope: AccountsInScope; request: RunRequest; deps: DepartingDeps },
): AccountInScope {
  const { accounts, roles } = request.policy.policy;
  const hasLeft = accounts === 'organization' && !scope.listedIds?.has(accountId);
  return {
    account: unknownScopedAccount(accountId),
    access: deps.forAccount(accountId, roles),
    notApplicable: hasLeft ? LEFT : NOT_COVERED,
  };
}
