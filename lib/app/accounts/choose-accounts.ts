import type { Organization, OrganizationAccount } from '../../core/organization/account.ts';
import { WardenError } from '../../core/errors.ts';
import type { Lookup } from '../../core/lookup.ts';
import { closest } from '../../policy/closest.ts';
import { createPatternMatcher } from '../../policy/match.ts';
import type { ScanDeps } from '../scan/deps.ts';

/** The accounts that a person asks for. Left out: all. */
export interface AccountChoice {
  /** Ids, names, or patterns of names. */
  readonly accounts?: readonly string[] | undefined;
  /** Ids of organizational units. A unit has the accounts of the units below it. */
  readonly units?: readonly string[] | undefined;
}

interface Known {
  /** The accounts that runs have read: these ids need no AWS Organizations. */
  readonly knownIds: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** The ids of the chosen accounts; null: all. Throws a WardenError for an account or a unit that there is none of. */
export async function chooseAccounts(
  { accounts, units }: AccountChoice,
  { knownIds, signal }: Known,
  deps: Pick<ScanDeps, 'readOrganization'>,
): Promise<ReadonlySet<string> | null> {
  if (accounts === undefined && units === undefined) return null;
  const needsOrganization = units !== undefined || accounts?.some((name) => !knownIds.has(name)) === true;
  const lookup = needsOrganization ? await deps.readOrganization({ units: units ?? [], signal }) : null;
  const named = accounts === undefined ? null : namedAccounts(accounts, { knownIds, lookup });
  const placed = units === undefined ? null : accountsOfUnits(units, lookup);
  const chosen = named && placed ? named.intersection(placed) : (named ?? placed ?? new Set<string>());
  if (chosen.size > 0) return chosen;
  throw new WardenError(
    'request',
    accounts === undefined
      ? `--ou: there is no account in ${units?.join(', ') ?? ''}`
      : `--account and --ou: none of the accounts ${accounts.join(', ')} is in ${units?.join(', ') ?? ''}`,
  );
}

function namedAccounts(
  names: readonly string[],
  { knownIds, lookup }: Pick<Known, 'knownIds'> & { readonly lookup: Lookup<Organization> | null },
): ReadonlySet<string> {
  const unknown = names.filter((name) => !knownIds.has(name));
  if (unknown.length === 0) return new Set(names);
  const listed = listedAccounts(lookup, `--account: ${unknown.join(', ')}`);
  const matches = createPatternMatcher();
  const found = unknown.map((name) =>
    listed.filter((account) => account.accountId === name || matches(name, account.name ?? '')),
  );
  const missing = unknown.filter((_, index) => found[index]?.length === 0);
  if (missing.length > 0) throw noSuchAccount(missing, listed);
  const ids = found.flat().map(({ accountId }) => accountId);
  return new Set([...names.filter((name) => knownIds.has(name)), ...ids]);
}

function noSuchAccount(missing: readonly string[], listed: readonly OrganizationAccount[]): WardenError {
  const names = listed.flatMap(({ accountId, name }) => [accountId, ...(name === null ? [] : [name])]);
  const near = missing.map((name) => closest(name, names)).find((name) => name !== null);
  return new WardenError(
    'request',
    `--account: expected accounts that a run has read, or ids, names or patterns of names of accounts of the organization, found ${missing.join(', ')}${near === undefined ? '' : `. Did you mean ${near}?`}`,
  );
}

function accountsOfUnits(units: readonly string[], lookup: Lookup<Organization> | null): ReadonlySet<string> {
  const listed = listedAccounts(lookup, `--ou: ${units.join(', ')}`);
  const missing = lookup?.kind === 'known' ? lookup.value.missingUnits : [];
  if (missing.length > 0)
    throw new WardenError(
      'request',
      `--ou: expected ids of organizational units of this organization, found ${missing.join(', ')}`,
    );
  const inside = listed.filter(({ organizationalUnits }) => organizationalUnits.some((unit) => units.includes(unit)));
  return new Set(inside.map(({ accountId }) => accountId));
}

function listedAccounts(lookup: Lookup<Organization> | null, option: string): readonly OrganizationAccount[] {
  if (lookup?.kind === 'known') return lookup.value.accounts;
  const wayOut = option.startsWith('--ou')
    ? 'name accounts by their ids'
    : 'name accounts that runs have read by their ids';
  throw new WardenError(
    'organization',
    `${option}: the accounts of the organization could not be listed: ${lookup?.why ?? ''}. Run from the management account or from a delegated administrator with organizations:ListAccounts, or ${wayOut}`,
  );
}
