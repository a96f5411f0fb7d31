import { marshall } from '@aws-sdk/util-dynamodb';
import type { LeaseFacts } from '../core/doctor/facts.ts';
import type { TableOptions } from './batch-write.ts';
import { accountKey } from './stored-items.ts';

/** The leases that are in the table for these accounts, ended or not. */
export async function readLeases(
  accountIds: readonly string[],
  { client, table: TableName }: TableOptions,
): Promise<readonly LeaseFacts[]> {
  const [{ GetItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const found: LeaseFacts[] = [];
  for (const accountId of accountIds) {
    const Key = marshall({ pk: accountKey(accountId), sk: 'head' });
    const { Item = {} } = await db.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    const until = Item['until']?.N;
    if (until !== undefined) found.push({ accountId, owner: Item['owner']?.S ?? '', until: Number(until) });
  }
  return found;
}
