import type { OrganizationAccount } from '../../core/organization/account.ts';
import type { Policy } from '../../policy/schema.ts';
import {
  narrowAccounts,
  scopeOfListedAccounts,
  scopeOfOrganization,
  type AccountScope,
  type ScopedAccount,
} from '../../targets/accounts.ts';
import { needsOrganization } from '../../targets/organization.ts';
import { listOrganization } from '../accounts/list-organization.ts';
import type { RunRequest } from '../run/request.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { timeLimit } from '../scan/time-limit.ts';

/** An account of a run, and how it is reached. */
export interface AccountInScope {
  readonly access: AccountAccess;
  /** null: the account of the own credentials, whose id its access knows. */
  readonly account: ScopedAccount | null;
  /** Why it is not read; null: it is. */
  readonly notApplicable: string | null;
}

export interface AccountsInScope {
  readonly accounts: readonly AccountInScope[];
  /** How many accounts of the policy the request leaves out. */
  readonly leftOutAccounts: number;
  /** Every account of the organization, in the policy or not; left out: AWS Organizations was not asked. */
  readonly listedIds?: ReadonlySet<string>;
}

type AccountDeps = Pick<ScanDeps, 'forAccount' | 'readOrganization' | 'limits'>;

/** The account of the own credentials alone. */
export function ownAccountInScope({ forAccount }: Pick<ScanDeps, 'forAccount'>): AccountInScope {
  return { access: forAccount(OWN_ACCOUNT), account: null, notApplicable: null };
}

/**
 * The accounts of a run. AWS Organizations is asked only where the policy needs it. Throws a WardenError for bad credentials,
 * for an organization that could not be read, or for a request that is wider than the policy.
 */
export async function accountsInScope(
  { policy: { policy }, only }: Pick<RunRequest, 'policy' | 'only'>,
  deps: AccountDeps,
  signal: AbortSignal,
): Promise<AccountsInScope> {
  if (policy.accounts === 'self' && !needsOrganization(policy))
    return { accounts: [ownAccountInScope(deps)], leftOutAccounts: 0 };
  const own = deps.forAccount(OWN_ACCOUNT);
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const [{ accountId: ownId }, listed] = await Promise.all([
    own.identify(limit),
    listOrganization(policy, deps, signal),
  ]);
  const scope = scopeOf(policy, { ownId, listed });
  const { toRead, notApplicable } = narrowAccounts(scope, only?.accounts);
  const accessTo = ({ accountId }: ScopedAccount): AccountAccess =>
    accountId === ownId ? own : deps.forAccount(accountId, policy.roles);
  const accounts = [
    ...toRead.map((account) => ({ account, access: accessTo(account), notApplicable: null })),
    ...notApplicable.map(({ account, detail }) => ({ account, access: accessTo(account), notApplicable: detail })),
  ];
  return {
    accounts,
    leftOutAccounts: scope.toRead.length + scope.notApplicable.length - accounts.length,
    ...(listed === null ? {} : { listedIds: new Set(listed.map(({ accountId }) => accountId)) }),
  };
}

function scopeOf(
  policy: Policy,
  { ownId, listed }: { readonly ownId: string; readonly listed: readonly OrganizationAccount[] | null },
): AccountScope {
  const accounts = listed ?? [];
  if (policy.accounts === 'organization') return scopeOfOrganization(policy, accounts);
  return scopeOfListedAccounts(policy.accounts === 'self' ? [ownId] : policy.accounts, policy, accounts);
}
