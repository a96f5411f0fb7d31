import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Organization, OrganizationAccount } from '../core/organization/account.ts';
import type { Lookup } from '../core/lookup.ts';
import { ACCOUNT_ID, ORGANIZATIONAL_UNIT_ID } from '../core/names.ts';
import type { Clients } from './clients.ts';
import { explainError } from './explain-error.ts';
import { missingUnits, unitsByAccount } from './organization-units.ts';

export interface OrganizationOrder {
  /** The organizational units that the policy names. */
  readonly units: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Every account of the organization, whatever its state, and where it is. AWS answers the management account and delegated
 * administrators. Never rejects.
 */
export async function readOrganization(
  clients: Pick<Clients, 'organizations'>,
  { units, signal }: OrganizationOrder,
): Promise<Lookup<Organization>> {
  const client = await clients.organizations();
  const listed = await ask(client, 'organizations:ListAccounts', () => listAccounts(client, signal));
  if (listed.kind === 'unknown' || units.length === 0) return organizationOf(listed, []);
  const placed = await ask(client, 'organizations:ListAccountsForParent', () =>
    withUnits(listed.value, { client, signal }),
  );
  if (placed.kind === 'unknown') return placed;
  const seen = new Set(placed.value.flatMap(({ organizationalUnits }) => organizationalUnits));
  const unseen = units.filter((unit) => !seen.has(unit));
  const missing = await ask(client, 'organizations:DescribeOrganizationalUnit', () =>
    missingUnits(unseen, { client, signal }),
  );
  return missing.kind === 'unknown' ? missing : organizationOf(placed, missing.value);
}

function organizationOf(
  accounts: Lookup<readonly OrganizationAccount[]>,
  missing: readonly string[],
): Lookup<Organization> {
  return accounts.kind === 'unknown'
    ? accounts
    : { kind: 'known', value: { accounts: accounts.value, missingUnits: missing } };
}

async function ask<T>(client: OrganizationsClient, operation: string, call: () => Promise<T>): Promise<Lookup<T>> {
  try {
    return { kind: 'known', value: await call() };
  } catch (error) {
    const failure = await explainError(error, { operation, region: await client.config.region() });
    return {
      kind: 'unknown',
      why: 'detail' in failure ? failure.detail : `${operation} gave an answer of another service`,
    };
  }
}

/** A page may be empty and not the last. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
async function listAccounts(client: OrganizationsClient, signal: AbortSignal): Promise<readonly OrganizationAccount[]> {
  const { paginateListAccounts } = await import('@aws-sdk/client-organizations');
  const accounts = new Map<string, OrganizationAccount>();
  const pages = paginateListAccounts({ client, stopOnSameToken: true }, {}, { abortSignal: signal });
  let rest: string | undefined;
  for await (const { Accounts, NextToken } of pages) {
    for (const account of (Accounts ?? []).flatMap(accountOf)) accounts.set(account.accountId, account);
    rest = NextToken;
  }
  // An account that is not in a part of the list has not left the organization.
  if (rest) throw new Error('the pages of the list repeat, so it is not known to be whole');
  return [...accounts.values()];
}

/**
 * The SDK passes on what it got, whatever its types say. An account without an id is none. The ARN is of the management account:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
function accountOf({ Id, Arn, Name, Email, State, Status, Paths }: Account): readonly OrganizationAccount[] {
  const accountId: unknown = Id;
  if (typeof accountId !== 'string' || !ACCOUNT_ID.test(accountId)) return [];
  // Status is the word of before September 2026.
  const state = textOf(State) ?? textOf(Status);
  const isManagement = textOf(Arn)?.split(':')[4] === accountId;
  const organizationalUnits = unitsOf(Paths);
  return [{ accountId, name: textOf(Name), email: textOf(Email), state, organizationalUnits, isManagement }];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A path is such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/111122223333/. */
function unitsOf(paths: unknown): readonly string[] {
  const [path]: readonly unknown[] = Array.isArray(paths) ? paths : [];
  return typeof path === 'string' ? path.split('/').filter((part) => ORGANIZATIONAL_UNIT_ID.test(part)) : [];
}

/** An answer without paths is completed by walking the units. */
async function withUnits(
  accounts: readonly OrganizationAccount[],
  { client, signal }: { client: OrganizationsClient; signal: AbortSignal },
): Promise<readonly OrganizationAccount[]> {
  if (accounts.every(({ organizationalUnits }) => organizationalUnits.length > 0)) return accounts;
  const walked = await unitsByAccount(client, signal);
  return accounts.map((account) => ({
    ...account,
    organizationalUnits: walked.get(account.accountId) ?? account.organizationalUnits,
  }));
}

/** The delegated administrators of Macie. AWS Organizations does not say in which Regions they were designated. Never rejects. */
export async function delegatedAdministrators(
  clients: Pick<Clients, 'organizations'>,
  signal: AbortSignal,
): Promise<Lookup<readonly string[]>> {
  const client = await clients.organizations();
  return ask(client, 'organizations:ListDelegatedAdministrators', async () => {
    const { paginateListDelegatedAdministrators } = await import('@aws-sdk/client-organizations');
    const paging = { client, stopOnSameToken: true };
    const ids: string[] = [];
    const pages = paginateListDelegatedAdministrators(
      paging,
      { ServicePrincipal: 'macie.amazonaws.com' },
      { abortSignal: signal },
    );
    for await (const { DelegatedAdministrators } of pages)
      for (const { Id } of DelegatedAdministrators ?? [])
        if (typeof Id === 'string' && ACCOUNT_ID.test(Id)) ids.push(Id);
    return ids;
  });
}
