import { paginateListAutomatedDiscoveryAccounts, type AutomatedDiscoveryAccount } from '@aws-sdk/client-macie2';
import { ACCOUNT_ID } from '../core/names.ts';
import type { DiscoveryAccounts } from '../core/organization/discovery.ts';
import { explainRead } from './explain.ts';
import { textOf } from './fields.ts';
import { isForAdministrators } from './for-administrators.ts';
import type { GroupCall } from './group.ts';

/** https://docs.aws.amazon.com/macie/latest/APIReference/automated-discovery-accounts.html */
const PAGE_SIZE = 25;

/**
 * The automated discovery of the accounts that an account can see, or of some of them. Never throws for what AWS or the network does:
 * a list that broke off is none.
 */
export async function readDiscoveryAccounts(
  { client, region, signal }: Pick<GroupCall, 'client' | 'region' | 'signal'>,
  accountIds?: readonly string[],
): Promise<DiscoveryAccounts> {
  const statuses: Record<string, string | null> = {};
  try {
    const pages = paginateListAutomatedDiscoveryAccounts(
      { client, pageSize: PAGE_SIZE, stopOnSameToken: true },
      accountIds === undefined ? {} : { accountIds: [...accountIds] },
      { abortSignal: signal },
    );
    for await (const page of pages)
      for (const [id, status] of (page.items ?? []).flatMap(statusOf)) statuses[id] = status;
    return { kind: 'accounts', statuses };
  } catch (error) {
    const reading = await explainRead(error, { operation: 'macie2:ListAutomatedDiscoveryAccounts', region });
    if (reading.kind === 'unknown')
      return isForAdministrators(reading) ? { kind: 'not-administrator', detail: reading.detail } : reading;
    const detail = 'detail' in reading ? reading.detail : '';
    return { kind: 'unknown', reason: 'credentials', detail };
  }
}

/** The SDK passes on what it got, whatever its types say. */
function statusOf({ accountId, status }: AutomatedDiscoveryAccount): readonly (readonly [string, string | null])[] {
  const id = textOf(accountId);
  return id !== null && ACCOUNT_ID.test(id) ? [[id, textOf(status)]] : [];
}
