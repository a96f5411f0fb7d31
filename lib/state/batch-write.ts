import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import { keyOf, type Item } from '../core/alerts/model.ts';
import { encodeItem, isSame, itemKey } from './items.ts';

export interface StoreOptions {
  readonly client: () => Promise<DynamoDBClient>;
  readonly table: string;
  readonly wait: (ms: number) => Promise<void>;
}

export interface Change {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

const BATCH = 25;
const MAX_ROUNDS = 8;
const FIRST_WAIT_MS = 50;

/** Writes the difference, in batches, to the end. */
export async function writeChange(change: Change, options: StoreOptions): Promise<void> {
  await writeBatches(difference(change), options);
}

/** Writes all of it, in batches, to the end. */
export async function writeBatches(requests: readonly WriteRequest[], options: StoreOptions): Promise<void> {
  for (let start = 0; start < requests.length; start += BATCH) {
    await writeAll(requests.slice(start, start + BATCH), options);
  }
}

function difference({ before, after }: Change): readonly WriteRequest[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const kept = new Set(after.map(keyOf));
  const changed = after.filter((item) => {
    const known = old.get(keyOf(item));
    return !known || !isSame(known, item);
  });
  return [
    ...changed.map((item) => ({ PutRequest: { Item: encodeItem(item) } })),
    ...before.filter((item) => !kept.has(keyOf(item))).map((item) => ({ DeleteRequest: { Key: itemKey(item) } })),
  ];
}

/** A batch can be taken in part: what was not taken is sent again, each time after twice the wait. */
async function writeAll(requests: readonly WriteRequest[], { client, table, wait }: StoreOptions): Promise<void> {
  const [{ BatchWriteItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  let left: WriteRequest[] = [...requests];
  for (let round = 0; left.length > 0; round++) {
    if (round === MAX_ROUNDS)
      throw new Error(
        `${left.length} of ${requests.length} items were not taken by the table, ${MAX_ROUNDS} times in a row`,
      );
    if (round > 0) await wait(FIRST_WAIT_MS * 2 ** round);
    const { UnprocessedItems } = await db.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = UnprocessedItems?.[table] ?? [];
  }
}
