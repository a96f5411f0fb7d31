import type { Organization, OrganizationAccount } from '../core/organization/account.ts';
import { WardenError } from '../core/errors.ts';
import type { Lookup } from '../core/lookup.ts';
import { compareText } from '../core/order.ts';

interface Match {
  readonly accountNames?: readonly string[] | undefined;
  readonly organizationalUnits?: readonly string[] | undefined;
}

interface Rule {
  readonly match: Match;
}

/** What a policy says of accounts. */
export interface AccountKeys {
  readonly accounts: 'self' | 'organization' | readonly string[];
  readonly excludeAccounts: readonly string[];
  readonly organizationalUnits: readonly string[];
  readonly overrides: readonly Rule[];
  readonly waivers: readonly Rule[];
  readonly alerts: { readonly severity: readonly { readonly match?: Match | undefined }[] };
}

/** Does a policy need to know more of accounts than their ids? */
export function needsOrganization(keys: AccountKeys): boolean {
  return keys.accounts === 'organization' || matchesOf(keys).some(namesOrganization);
}

/** Of every rule that has a match. */
function matchesOf({ overrides, waivers, alerts }: Omit<AccountKeys, 'accounts'>): readonly Match[] {
  return [...overrides, ...waivers, ...alerts.severity].flatMap(({ match }) => match ?? []);
}

function namesOrganization({ accountNames, organizationalUnits }: Match): boolean {
  return accountNames !== undefined || organizationalUnits !== undefined;
}

/** The organizational units that a policy names anywhere, sorted. */
export function unitsOfPolicy(keys: AccountKeys): readonly string[] {
  const matched = matchesOf(keys).flatMap(({ organizationalUnits = [] }) => organizationalUnits);
  return [...new Set([...keys.organizationalUnits, ...matched])].toSorted(compareText);
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
    `The accounts of the organization could not be listed, and the policy needs them for ${key}: ${lookup.why.replace(/\.$/, '')}. Run from the management account or from a delegated administrator with organizations:ListAccounts, or ${wayOut}`,
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
