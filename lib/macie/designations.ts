import { paginateListOrganizationAdminAccounts } from '@aws-sdk/client-macie2';
import type { Designation } from '../core/organization/configuration.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import type { GroupCall } from './group.ts';

/**
 * The administrators that the management account has designated in a Region, and those it is removing. None where the caller is not
 * told. Never throws for what AWS or the network does.
 */
export async function readDesignations({
  client,
  region,
  signal,
}: Omit<GroupCall, 'clientToken'>): Promise<readonly Designation[]> {
  const found: Designation[] = [];
  try {
    const paging = { client, stopOnSameToken: true };
    for await (const { adminAccounts } of paginateListOrganizationAdminAccounts(paging, {}, { abortSignal: signal }))
      for (const { accountId, status } of adminAccounts ?? [])
        if (accountId !== undefined && ACCOUNT_ID.test(accountId))
          found.push({ region, accountId, status: status ?? null });
  } catch {
    // Only the management account is told, and nothing depends on it.
    return [];
  }
  return found;
}
