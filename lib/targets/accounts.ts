import { whyNotUsable, type OrganizationAccount } from '../core/organization/account.ts';
import { WardenError } from '../core/errors.ts';
import { compareText } from '../core/order.ts';
import type { Target } from '../core/target.ts';
import type { AccountKeys } from './organization.ts';

/** An account that a run is about. What AWS Organizations was not asked is null or empty. */
export type ScopedAccount = Pick<
  OrganizationAccount,
  'accountId' | 'name' | 'email' | 'organizationalUnits' | 'isManagement'
>;

/** The accounts of a policy other than `self`. */
export interface AccountScope {
  readonly toRead: readonly ScopedAccount[];
  /** Counted, never called. */
  readonly notApplicable: readonly { readonly account: ScopedAccount; readonly detail: string }[];
}

/** A target, with what rules of a policy can match of its account. */
interface Place extends Target {
  readonly accountName?: string | null;
  readonly organizationalUnits?: readonly string[];
}

export function placeOf(target: Target, account: ScopedAccount | null | undefined): Place {
  if (!account) return target;
  const { name: accountName, organizationalUnits } = account;
  return { ...target, accountName, organizationalUnits };
}

/** The accounts of an organization that a policy covers, sorted. */
export function scopeOfOrganization(
  { excludeAccounts, organizationalUnits }: AccountKeys,
  accounts: readonly OrganizationAccount[],
): AccountScope {
  const excluded = new Set(excludeAccounts);
  const units = new Set(organizationalUnits);
  const covered = accounts
    .filter(({ accountId }) => !excluded.has(accountId))
    .filter((account) => units.size === 0 || account.organizationalUnits.some((unit) => units.has(unit)))
    .toSorted((a, b) => compareText(a.accountId, b.accountId));
  return byState(covered);
}

/** The accounts that a policy lists, sorted, with what the organization says of them. */
export function scopeOfListedAccounts(
  ids: readonly string[],
  { excludeAccounts }: Pick<AccountKeys, 'excludeAccounts'>,
  accounts: readonly OrganizationAccount[],
): AccountScope {
  const known = new Map(accounts.map((account) => [account.accountId, account]));
  const covered = [...new Set(ids)]
    .filter((id) => !excludeAccounts.includes(id))
    .toSorted(compareText)
    .map((accountId) => known.get(accountId) ?? unknownAccount(accountId));
  return byState(covered);
}

/** An account of which nothing but its id is known. */
export function unknownScopedAccount(accountId: string): ScopedAccount {
  return { accountId, name: null, email: null, organizationalUnits: [], isManagement: false };
}

/** The same, with the state that AWS Organizations was not asked for. */
export function unknownAccount(accountId: string): OrganizationAccount {
  return { ...unknownScopedAccount(accountId), state: null };
}

function byState(accounts: readonly OrganizationAccount[]): AccountScope {
  return {
    toRead: accounts.filter((account) => whyNotUsable(account) === null).map(withoutState),
    notApplicable: accounts.flatMap((account) => {
      const detail = whyNotUsable(account);
      return detail === null ? [] : [{ account: withoutState(account), detail }];
    }),
  };
}

function withoutState({
  accountId,
  name,
  email,
  organizationalUnits,
  isManagement,
}: OrganizationAccount): ScopedAccount {
  return { accountId, name, email, organizationalUnits, isManagement };
}

/** Refuses to narrow a run to accounts that it does not cover. */
export function narrowAccounts(scope: AccountScope, only: readonly string[] | undefined): AccountScope {
  if (only === undefined) return scope;
  const covered = new Set([...scope.toRead, ...scope.notApplicable.map(({ account }) => account)].map(idOf));
  const others = only.filter((id) => !covered.has(id));
  if (others.length > 0)
    throw new WardenError(
      'request',
      `accounts: expected some of the ${covered.size} accounts that the policy covers, found ${others.join(', ')}. A run can be narrower than the policy, never wider`,
    );
  return {
    toRead: scope.toRead.filter((account) => only.includes(account.accountId)),
    notApplicable: scope.notApplicable.filter(({ account }) => only.includes(account.accountId)),
  };
}

function idOf({ accountId }: ScopedAccount): string {
  return accountId;
}
