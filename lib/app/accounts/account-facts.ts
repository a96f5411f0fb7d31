import type { Lookup } from '../../core/lookup.ts';
import type { OrganizationAccount } from '../../core/organization/account.ts';
import type { Policy } from '../../policy/schema.ts';
import { withCoverage } from '../../targets/account-coverage.ts';
import { needsOrganization, requireOrganization, unitsOfPolicy } from '../../targets/organization.ts';
import type { ScanDeps } from '../scan/deps.ts';

/** What AWS Organizations says of one account; null: it is none of the organization. */
export type AccountFacts = Lookup<OrganizationAccount | null>;

/** Are more facts on an account needed than its id to say what a policy wants there? */
export { needsOrganization as needsAccountFacts };

/** Throws a WardenError for an organizational unit that there is none of. */
export async function accountFacts(
  { accountId, policy }: { readonly accountId: string; readonly policy: Policy },
  deps: Pick<ScanDeps, 'readOrganization'>,
  signal: AbortSignal,
): Promise<AccountFacts> {
  const lookup = await deps.readOrganization({ units: unitsOfPolicy(policy), signal });
  if (lookup.kind === 'unknown') return lookup;
  const accounts = requireOrganization(lookup, policy);
  return { kind: 'known', value: accounts.find((account) => account.accountId === accountId) ?? null };
}

/** Why runs with a policy do not read an account; null: they do, or nothing is known against it. Pure. */
export function whyAccountNotRead(accountId: string, policy: Policy, facts: AccountFacts | null): string | null {
  const { accounts, excludeAccounts } = policy;
  if (excludeAccounts.includes(accountId)) return 'the policy excludes this account';
  if (Array.isArray(accounts) && !accounts.includes(accountId)) return 'the policy does not list this account';
  if (accounts !== 'organization' || facts?.kind !== 'known') return null;
  if (facts.value === null) return 'this account is not in the organization';
  const [account] = withCoverage([facts.value], policy);
  return account?.whyNotCovered ?? null;
}
