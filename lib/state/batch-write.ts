import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';

export interface TableOptions {
  readonly client: () => Promise<DynamoDBClient>;
  readonly table: string;
  readonly wait: (ms: number) => Promise<void>;
}

const BATCH = 25;
const MAX_ROUNDS = 8;
const FIRST_WAIT_MS = 50;

/** Sends all requests, in batches. Throws if the table does not take some of them in eight rounds. */
export async function writeBatches(requests: readonly WriteRequest[], options: TableOptions): Promise<void> {
  for (let start = 0; start < requests.length; start += BATCH) {
    await writeBatch(requests.slice(start, start + BATCH), options);
  }
}

/** The table may take a part of a batch: the rest is sent again, each time after twice the wait. */
async function writeBatch(requests: readonly WriteRequest[], { client, table, wait }: TableOptions): Promise<void> {
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
