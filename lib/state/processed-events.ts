import { writeBatches, type TableOptions } from './batch-write.ts';
import { VERSION, type Attributes } from './stored-items.ts';

/** The ids of processed events, kept for a day: an event comes at least once, and sometimes twice. */
export interface ProcessedEvents {
  /** The ids that were added before. */
  readonly find: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly add: (ids: readonly string[], now: Date) => Promise<void>;
}

const BATCH = 100;
const WRITES = 25;
const DAY_S = 24 * 60 * 60;
const PREFIX = 'event#';

export function createProcessedEvents(options: TableOptions): ProcessedEvents {
  const { client, table } = options;
  return {
    find: async (ids) => {
      if (ids.length === 0) return new Set();
      const [{ BatchGetItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
      const found: Attributes[] = [];
      for (let start = 0; start < ids.length; start += BATCH) {
        const Keys = [...new Set(ids.slice(start, start + BATCH))].map(keyOf);
        // An event that the answer leaves out is processed once more: that costs a reading, and no second alert.
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
