import { whyNotUsable, type OrganizationAccount } from '../core/organization/account.ts';
import { compareText } from '../core/order.ts';

/** An account, and whether runs with a policy read it. */
export interface CoveredAccount extends OrganizationAccount {
  /** Why they do not; null: they do. */
  readonly whyNotCovered: string | null;
}

/** The keys of a policy that choose accounts. */
interface Keys {
  readonly excludeAccounts: readonly string[];
  readonly organizationalUnits: readonly string[];
}

/** Accounts with the answer of a policy to each, sorted by id. */
export function withCoverage(accounts: readonly OrganizationAccount[], policy: Keys): readonly CoveredAccount[] {
  return accounts
    .map((account) => ({ ...account, whyNotCovered: whyNotCovered(account, policy) }))
    .toSorted((a, b) => compareText(a.accountId, b.accountId));
}

function whyNotCovered(account: OrganizationAccount, { excludeAccounts, organizationalUnits }: Keys): string | null {
  if (excludeAccounts.includes(account.accountId)) return 'the policy excludes it';
  const isInside = account.organizationalUnits.some((unit) => organizationalUnits.includes(unit));
  if (organizationalUnits.length > 0 && !isInside) return 'it is in no organizational unit of the policy';
  return whyNotUsable(account) === null ? null : `its state is ${account.state}`;
}
