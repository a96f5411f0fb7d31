import { whyNotUsable, type Organization, type OrganizationAccount } from '../core/organization/account.ts';
import { WardenError } from '../core/errors.ts';
import type { Lookup } from '../core/lookup.ts';
import { compareText } from '../core/order.ts';
import type { Target } from '../core/target.ts';
import type { PolicyTarget } from '../policy/policy-target.ts';
import type { Policy } from '../policy/schema.ts';

/** An account that a run is about. What AWS Organizations was not asked is null or empty. */
export type ScopedAccount = Pick<OrganizationAccount, 'accountId' | 'name' | 'email' | 'organizationalUnits'>;

/** The accounts of a policy other than `self`. */
export interface AccountScope {
  readonly toRead: readonly ScopedAccount[];
  /** Counted, never called. */
  readonly notApplicable: readonly { readonly account: ScopedAccount; readonly detail: string }[];
}

/** A target, with what rules can match of its account. */
export function placeOf(target: Target, account: ScopedAccount | null | undefined): PolicyTarget {
  if (!account) return target;
  const { name: accountName, organizationalUnits } = account;
  return { ...target, accountName, organizationalUnits };
}

type AccountKeys = Pick<Policy, 'accounts' | 'excludeAccounts' | 'organizationalUnits' | 'overrides' | 'waivers'>;

/** Does a policy need to know more of accounts than their ids? */
export function needsOrganization({ accounts, overrides, waivers }: AccountKeys): boolean {
  return accounts === 'organization' || [...overrides, ...waivers].some(({ match }) => namesOrganization(match));
}

function namesOrganization({ accountNames, organizationalUnits }: Policy['overrides'][number]['match']): boolean {
  return accountNames !== undefined || organizationalUnits !== undefined;
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

/** An account that AWS Organizations was not asked about. */
export function unknownAccount(accountId: string): OrganizationAccount {
  return { accountId, name: null, email: null, state: null, organizationalUnits: [] };
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

function withoutState({ accountId, name, email, organizationalUnits }: OrganizationAccount): ScopedAccount {
  return { accountId, name, email, organizationalUnits };
}

/** The organizational units that a policy names anywhere, sorted. */
export function unitsOfPolicy({ organizationalUnits, overrides, waivers }: AccountKeys): readonly string[] {
  const matched = [...overrides, ...waivers].flatMap(({ match }) => match.organizationalUnits ?? []);
  return [...new Set([...organizationalUnits, ...matched])].toSorted(compareText);
}

/** The accounts of the organization. Throws a WardenError where the policy cannot be applied without them. */
export function requireOrganization(
  lookup: Lookup<Organization>,
  { accounts }: Pick<AccountKeys, 'accounts'>,
): readonly OrganizationAccount[] {
  if (lookup.kind === 'known') return requireUnits(lookup.value);
  const [key, wayOut] =
    accounts === 'organization'
      ? ['accounts: organization', 'list the account ids in the policy']
      : ['accountNames and organizationalUnits', 'match accounts by their ids in the policy'];
  throw new WardenError(
    'organization',
    `The accounts of the organization could not be listed, and the policy needs them for ${key}: ${lookup.why}. Run from the management account or from a delegated administrator with organizations:ListAccounts, or ${wayOut}`,
  );
}

/** A rule for a unit that there is none of was meant for another one. */
function requireUnits({ accounts, missingUnits }: Organization): readonly OrganizationAccount[] {
  if (missingUnits.length === 0) return accounts;
  throw new WardenError(
    'organization',
    `organizationalUnits: expected ids of units in this organization, found ${missingUnits.join(', ')}: take them out of the policy, or correct them`,
  );
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
