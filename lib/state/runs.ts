import { marshall } from '@aws-sdk/util-dynamodb';
import type { RunRecord } from '../core/compliance/report.ts';
import { DAY_MS, SECOND_MS } from '../core/time.ts';
import type { TableOptions } from './batch-write.ts';
import { storedItem, VERSION } from './stored-items.ts';

const YEAR_MS = 366 * DAY_MS;
const PARTITION = 'runs';

/** Stores the record of a run for a year. */
export async function putRun(run: RunRecord, { client, table: TableName }: TableOptions): Promise<void> {
  const [{ PutItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const { runId, startedAt } = run;
  const expires = Math.floor((Date.parse(startedAt) + YEAR_MS) / SECOND_MS);
  const Item = marshall({ pk: PARTITION, sk: `${startedAt}#${runId}`, v: VERSION, data: JSON.stringify(run), expires });
  await db.send(new PutItemCommand({ TableName, Item }));
}

/** The records of the last runs, oldest first. */
export async function lastRuns(
  limit: number,
  { client, table: TableName }: TableOptions,
): Promise<readonly RunRecord[]> {
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
      ExpressionAttributeValues: marshall({ ':pk': PARTITION }),
    }),
  );
  return Items.map((attributes) => decodeRun(storedItem(attributes)))
    .filter((run) => run !== null)
    .toReversed();
}
