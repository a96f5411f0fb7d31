import type { OrganizationAccount } from '../../core/organization/account.ts';
import type { Policy } from '../../policy/schema.ts';
import { withCoverage, type CoveredAccount } from '../../targets/account-coverage.ts';
import { unknownAccount } from '../../targets/accounts.ts';
import { listOrganization } from './list-organization.ts';
import { OWN_ACCOUNT, type ScanDeps } from '../scan/deps.ts';
import { timeLimit } from '../scan/time-limit.ts';

export interface ListedAccount extends CoveredAccount {
  /** The account of the own credentials: it is reached without a role. */
  readonly isOwn: boolean;
}

/**
 * The accounts that a policy is about, covered or not. AWS Organizations is asked only where the policy needs it. Throws a
 * WardenError for bad credentials, or for an organization that could not be read.
 */
export async function listAccounts(
  policy: Policy,
  deps: Pick<ScanDeps, 'forAccount' | 'readOrganization' | 'limits'>,
  signal: AbortSignal,
): Promise<readonly ListedAccount[]> {
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const [{ accountId: ownId }, known] = await Promise.all([
    deps.forAccount(OWN_ACCOUNT).identify(limit),
    listOrganization(policy, deps, signal),
  ]);
  return withCoverage(accountsOf(policy, { ownId, known: known ?? [] }), policy).map((account) => ({
    ...account,
    isOwn: account.accountId === ownId,
  }));
}

function accountsOf(
  { accounts }: Policy,
  { ownId, known }: { ownId: string; known: readonly OrganizationAccount[] },
): readonly OrganizationAccount[] {
  if (accounts === 'organization') return known;
  const ids = accounts === 'self' ? [ownId] : [...new Set(accounts)];
  return ids.map((accountId) => known.find((one) => one.accountId === accountId) ?? unknownAccount(accountId));
}
