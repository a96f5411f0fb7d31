import { keyOf, type Item } from '../core/alerts/model.ts';
import { compareText } from '../core/order.ts';
import type { RunRecord } from '../core/compliance/report.ts';
import { writeChange, type Change, type StoreOptions } from './batch-write.ts';
import { accountKey, keyOfSort, type Attributes } from './items.ts';

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
      await writeChange({ before, after }, { client, table: TableName, wait });
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
