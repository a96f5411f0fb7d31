import { writeBatches, type StoreOptions } from './batch-write.ts';
import { VERSION, type Attributes } from './items.ts';

/** The events that have been looked into, for a day: each comes at least once, and now and then twice. */
export interface Handled {
  /** Those of the ids that have been. */
  readonly known: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly add: (ids: readonly string[], now: Date) => Promise<void>;
}

const BATCH = 100;
const WRITES = 25;
const DAY_S = 24 * 60 * 60;
const PREFIX = 'event#';

export function createHandled(options: StoreOptions): Handled {
  const { client, table } = options;
  return {
    known: async (ids) => {
      if (ids.length === 0) return new Set();
      const [{ BatchGetItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
      const found: Attributes[] = [];
      for (let start = 0; start < ids.length; start += BATCH) {
        const Keys = [...new Set(ids.slice(start, start + BATCH))].map(keyOf);
        // What is left out of the answer is looked into once more: that costs a reading, and says nothing twice.
        const { Responses } = await db.send(
          new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ProjectionExpression: 'pk' } } }),
        );
        found.push(...(Responses?.[table] ?? []));
      }
      return new Set(found.map(({ pk }) => pk?.S?.slice(PREFIX.length) ?? ''));
    },
    add: async (ids, now) => {
      const expires = { N: String(Math.floor(now.getTime() / 1000) + DAY_S) };
      const v = { N: String(VERSION) };
      const requests = [...new Set(ids)].map((id) => ({ PutRequest: { Item: { ...keyOf(id), v, expires } } }));
      const batches = requests.flatMap((_, at) => (at % WRITES === 0 ? [requests.slice(at, at + WRITES)] : []));
      await Promise.all(batches.map((batch) => writeBatches(batch, options)));
    },
  };
}

function keyOf(id: string): Attributes {
  return { pk: { S: `${PREFIX}${id}` }, sk: { S: 'handled' } };
}
