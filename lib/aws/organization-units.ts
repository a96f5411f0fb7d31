import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { everyPage, tokenOf } from './every-page.ts';
import { itemsOf } from './items-of.ts';

/* The calls that find where accounts are, for answers of ListAccounts without paths. */

/** By account: the ids of its root and units, from the root down. Rejects with what AWS answered. */
export async function unitsByAccount(
  client: OrganizationsClient,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { paginateListRoots } = await import('@aws-sdk/client-organizations');
  const found = new Map<string, readonly string[]>();
  const pages = paginateListRoots({ client }, {}, { abortSignal: signal });
  for await (const { Roots } of everyPage(pages, tokenOf)) {
    for (const { Id } of itemsOf(Roots)) if (Id) await walk([Id], { client, signal, found });
  }
  return found;
}

interface Walk {
  readonly client: OrganizationsClient;
  readonly signal: AbortSignal;
  readonly found: Map<string, readonly string[]>;
}

/** One after the other: AWS Organizations throttles at few calls a second. */
async function walk(path: readonly string[], context: Walk): Promise<void> {
  const { client, signal, found } = context;
  const { paginateListAccountsForParent, paginateListOrganizationalUnitsForParent } =
    await import('@aws-sdk/client-organizations');
  const parent = { ParentId: path.at(-1) };
  const accounts = paginateListAccountsForParent({ client }, parent, { abortSignal: signal });
  for await (const { Accounts } of everyPage(accounts, tokenOf))
    for (const { Id } of itemsOf(Accounts)) if (Id) found.set(Id, path);
  const pages = paginateListOrganizationalUnitsForParent({ client }, parent, { abortSignal: signal });
  for await (const { OrganizationalUnits } of everyPage(pages, tokenOf))
    // A unit is never its own parent: an answer that says so must not be walked for ever.
    for (const { Id } of itemsOf(OrganizationalUnits)) if (Id && !path.includes(Id)) await walk([...path, Id], context);
}

/** The organizational units that there are none of. Rejects with what else AWS answered. */
export async function missingUnits(
  units: readonly string[],
  { client, signal }: { client: OrganizationsClient; signal: AbortSignal },
): Promise<readonly string[]> {
  const { DescribeOrganizationalUnitCommand, OrganizationalUnitNotFoundException } =
    await import('@aws-sdk/client-organizations');
  const missing: string[] = [];
  // Every account is under the root: one that no account is under does not exist.
  const [roots, others] = [units.filter(isRoot), units.filter((unit) => !isRoot(unit))];
  for (const unit of others) {
    try {
      await client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unit }), { abortSignal: signal });
    } catch (error) {
      if (!(error instanceof OrganizationalUnitNotFoundException)) throw error;
      missing.push(unit);
    }
  }
  return [...roots, ...missing];
}

function isRoot(unit: string): boolean {
  return unit.startsWith('r-');
}
