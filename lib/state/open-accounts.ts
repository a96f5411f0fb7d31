import { marshall } from '@aws-sdk/util-dynamodb';
import type { SessionTimes } from '../core/alerts/session-times.ts';
import type { TableOptions } from './batch-write.ts';
import { decodeItem } from './decode.ts';
import { accountOf, itemKey, OPEN_INDEX, storedItem, type Attributes } from './stored-items.ts';

/**
 * The accounts with something open or pending, sorted: one Query of a sparse index, whose cost is the number of those items and
 * not that of the accounts. The index may lag behind the table for a moment.
 */
export async function openAccounts({ client, table: TableName }: TableOptions): Promise<readonly string[]> {
  const [{ paginateQuery }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const pages = paginateQuery(
    { client: db },
    {
      TableName,
      IndexName: OPEN_INDEX,
      KeyConditionExpression: '#open = :open',
      ProjectionExpression: 'pk',
      ExpressionAttributeNames: { '#open': OPEN_INDEX },
      ExpressionAttributeValues: marshall({ ':open': OPEN_INDEX }),
    },
  );
  const accounts = new Set<string>();
  for await (const { Items = [] } of pages) {
    for (const attributes of Items) {
      const accountId = accountOf(attributes);
      if (accountId !== null) accounts.add(accountId);
    }
  }
  return [...accounts].toSorted();
}

const BATCH = 100;
const MAX_ROUNDS = 8;
const FIRST_WAIT_MS = 50;

/** The stored times of the sessions of accounts; an account without any is left out. */
export async function sessionTimes(
  accountIds: readonly string[],
  options: TableOptions,
): Promise<readonly SessionTimes[]> {
  const found: SessionTimes[] = [];
  for (let start = 0; start < accountIds.length; start += BATCH) {
    const items = await readBatch(accountIds.slice(start, start + BATCH), options);
    for (const attributes of items) {
      const item = decodeItem(storedItem(attributes));
      if (item?.kind === 'sessions') found.push(item);
    }
  }
  return found;
}

/** The table may answer a part of a batch: the rest is asked for again, each time after twice the wait. */
async function readBatch(
  accountIds: readonly string[],
  { client, table, wait }: TableOptions,
): Promise<readonly Attributes[]> {
  const [{ BatchGetItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const found: Attributes[] = [];
  let left: Attributes[] = accountIds.map((id) => itemKey(id, 'sessions'));
  for (let round = 0; left.length > 0; round++) {
    if (round === MAX_ROUNDS)
      throw new Error(`${left.length} items were not read from the table, ${MAX_ROUNDS} times in a row`);
    if (round > 0) await wait(FIRST_WAIT_MS * 2 ** round);
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[table] ?? []));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}
