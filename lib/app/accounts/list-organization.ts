import type { OrganizationAccount } from '../../core/organization/account.ts';
import type { Policy } from '../../policy/schema.ts';
import { needsOrganization, requireOrganization, unitsOfPolicy } from '../../targets/organization.ts';
import type { ScanDeps } from '../scan/deps.ts';

/** Every account of the organization; null: the policy does not need them. Throws a WardenError where it does and they are not known. */
export async function listOrganization(
  policy: Policy,
  { readOrganization }: Pick<ScanDeps, 'readOrganization'>,
  signal: AbortSignal,
): Promise<readonly OrganizationAccount[] | null> {
  if (!needsOrganization(policy)) return null;
  return requireOrganization(await readOrganization({ units: unitsOfPolicy(policy), signal }), policy);
}
