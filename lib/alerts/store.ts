import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import { keyOf, type Item } from '../core/alerts/model.ts';
import { compareText } from '../core/order.ts';
import type { RunRecord } from '../core/report.ts';
import { accountKey, encodeItem, isSame, itemKey, keyOfSort, type Attributes } from './codec.ts';

/** What is remembered between runs, in one DynamoDB table. */
export interface Store {
  /**
   * Takes the account for one run, until a time. False: another run has it. A lease that ends later than any run could need is
   * of a clock that was wrong, and does not count.
   */
  readonly claim: (accountId: string, lease: Lease) => Promise<boolean>;
  /** One Query. `left`: the keys of items that this version does not understand: they must not be overwritten. */
  readonly load: (accountId: string) => Promise<Loaded>;
  /** Writes the difference, in batches, to the end. */
  readonly save: (change: Change) => Promise<void>;
  /** Keeps the outcome of a run, for a year. */
  readonly record: (run: RunRecord) => Promise<void>;
  /** The outcomes of the last runs, oldest first. */
  readonly runs: (limit: number) => Promise<readonly RunRecord[]>;
  readonly release: (accountId: string, lease: { readonly owner: string; readonly asOf: string }) => Promise<void>;
}

/** What is remembered of an account. `asOf`: when the last run began that changed it. `left`: see `load`. */
export interface Loaded {
  readonly items: readonly Item[];
  readonly asOf: string | null;
  readonly left: readonly string[];
}

export interface Lease {
  readonly owner: string;
  readonly now: Date;
  readonly until: Date;
}

export interface Change {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

export interface StoreOptions {
  readonly client: () => Promise<DynamoDBClient>;
  readonly table: string;
  readonly wait: (ms: number) => Promise<void>;
}

const BATCH = 25;
const MAX_ROUNDS = 8;
const FIRST_WAIT_MS = 50;
const LONGEST_LEASE_MS = 60 * 60 * 1000;
const YEAR_MS = 366 * 24 * 60 * 60 * 1000;

export function createStore({ client, table: TableName, wait }: StoreOptions): Store {
  const head = (accountId: string): Attributes => ({ pk: { S: accountKey(accountId) }, sk: { S: 'head' } });

  return {
    claim: async (accountId, { owner, now, until }) => {
      const [{ UpdateItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
      const command = new UpdateItemCommand({
        TableName,
        Key: head(accountId),
        UpdateExpression: 'SET #owner = :owner, #until = :until',
        ConditionExpression: 'attribute_not_exists(#until) OR #until < :now OR #until > :absurd OR #owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until' },
        ExpressionAttributeValues: {
          ':owner': { S: owner },
          ':until': { N: String(until.getTime()) },
          ':now': { N: String(now.getTime()) },
          ':absurd': { N: String(now.getTime() + LONGEST_LEASE_MS) },
        },
      });
      return db.send(command).then(() => true, isTaken);
    },

    load: async (accountId) => {
      const [{ paginateQuery }, { decodeItem }, db] = await Promise.all([
        import('@aws-sdk/client-dynamodb'),
        import('./decode.ts'),
        client(),
      ]);
      const found: Attributes[] = [];
      const pages = paginateQuery(
        { client: db },
        {
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: accountKey(accountId) } },
        },
      );
      for await (const { Items = [] } of pages) found.push(...Items);
      const stored = found.filter(({ sk }) => sk?.S !== 'head');
      const items = stored
        .map(decodeItem)
        .filter((item) => item !== null)
        .toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
      const left = stored.filter((one) => decodeItem(one) === null).map(({ sk }) => keyOfSort(accountId, sk?.S ?? ''));
      const asOf = found.find(({ sk }) => sk?.S === 'head')?.['asOf']?.S ?? null;
      return { items, asOf, left };
    },

    save: async ({ before, after }) => {
      const requests = difference({ before, after });
      for (let start = 0; start < requests.length; start += BATCH) {
        await writeAll(requests.slice(start, start + BATCH), { client, table: TableName, wait });
      }
    },

    record: async (run) => {
      const [{ PutItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
      const { runId, startedAt } = run;
      const data = JSON.stringify(run);
      const expires = Math.floor((Date.parse(startedAt) + YEAR_MS) / 1000);
      const Item = {
        pk: { S: 'runs' },
        sk: { S: `${startedAt}#${runId}` },
        v: { N: '1' },
        data: { S: data },
        expires: { N: String(expires) },
      };
      await db.send(new PutItemCommand({ TableName, Item }));
    },

    runs: async (limit) => {
      const [{ QueryCommand }, { decodeRun }, db] = await Promise.all([
        import('@aws-sdk/client-dynamodb'),
        import('./decode.ts'),
        client(),
      ]);
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          Limit: limit,
          ScanIndexForward: false,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'runs' } },
        }),
      );
      return Items.map(decodeRun)
        .filter((run) => run !== null)
        .toReversed();
    },

    release: async (accountId, { owner, asOf }) => {
      const [{ UpdateItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
      const command = new UpdateItemCommand({
        TableName,
        Key: head(accountId),
        UpdateExpression: 'SET #asOf = :asOf REMOVE #owner, #until',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until', '#asOf': 'asOf' },
        ExpressionAttributeValues: { ':owner': { S: owner }, ':asOf': { S: asOf } },
      });
      // A lease that somebody else has by now is not ours to end.
      await db.send(command).catch(isTaken);
    },
  };
}

/** False for a condition that did not hold; any other error goes on. */
function isTaken(error: unknown): false {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
  throw error;
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
