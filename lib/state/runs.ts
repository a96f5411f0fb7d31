import type { QueryCommandInput, WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ScanRecordOfRun } from '../core/evidence/scan-record.ts';
import type { RunRecord, RunsOfPeriod } from '../core/compliance/report.ts';
import { DAY_MS, SECOND_MS } from '../core/time.ts';
import { writeBatches, type TableOptions } from './batch-write.ts';
import type { TimeRange } from './by-month.ts';
import { putScanRecord } from './scan-records.ts';
import { storedItem, VERSION, type Attributes } from './stored-items.ts';

const YEAR_MS = 366 * DAY_MS;
const PARTITION = 'runs';

/** Stores the record of a run for a year, and its scan record. */
export async function putRun(run: RunRecord, scanRecord: ScanRecordOfRun | null, options: TableOptions): Promise<void> {
  const ofRun = requestFor(run);
  await (scanRecord === null ? writeBatches([ofRun], options) : putScanRecord(scanRecord, ofRun, options));
}

function requestFor(run: RunRecord): WriteRequest {
  const { runId, startedAt } = run;
  const expires = Math.floor((Date.parse(startedAt) + YEAR_MS) / SECOND_MS);
  const Item = marshall({ pk: PARTITION, sk: `${startedAt}#${runId}`, v: VERSION, data: JSON.stringify(run), expires });
  return { PutRequest: { Item } };
}

/** The records of the last runs, oldest first. */
export async function lastRuns(limit: number, options: TableOptions): Promise<readonly RunRecord[]> {
  const items = await queryRuns({ Limit: limit, ScanIndexForward: false }, { options, atMost: limit });
  return (await decodeRuns(items)).toReversed();
}

/** Every run that started at that time (ISO 8601) or later, oldest first. */
export async function runsSince(from: string, options: TableOptions): Promise<RunsOfPeriod> {
  const [found, before] = await Promise.all([
    queryRuns(sinceThen('>=', from), { options, atMost: Number.POSITIVE_INFINITY }),
    queryRuns({ ...sinceThen('<', from), Limit: 1 }, { options, atMost: 1 }),
  ]);
  return { runs: await decodeRuns(found), hasEarlier: before.length > 0 };
}

function sinceThen(comparison: '<' | '>=', from: string): Partial<QueryCommandInput> {
  return {
    KeyConditionExpression: `pk = :pk AND sk ${comparison} :from`,
    ExpressionAttributeValues: marshall({ ':pk': PARTITION, ':from': from }),
  };
}

/** A page of DynamoDB ends at 1 MB: pages are read until there are enough items. */
async function queryRuns(
  input: Partial<QueryCommandInput>,
  { options: { client, table: TableName }, atMost }: { readonly options: TableOptions; readonly atMost: number },
): Promise<readonly Attributes[]> {
  const [{ paginateQuery }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const whole = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: marshall({ ':pk': PARTITION }) };
  const items: Attributes[] = [];
  for await (const { Items = [] } of paginateQuery({ client: db }, { TableName, ...whole, ...input })) {
    items.push(...Items);
    if (items.length >= atMost) break;
  }
  return items.slice(0, atMost);
}

async function decodeRuns(items: readonly Attributes[]): Promise<readonly RunRecord[]> {
  const { decodeRun } = await import('./decode.ts');
  return items.flatMap((attributes) => decodeRun(storedItem(attributes)) ?? []);
}

/** When the first run of a period started, ISO 8601 UTC; null: there is none. */
export async function firstRunAt({ from, to }: TimeRange, options: TableOptions): Promise<string | null> {
  const between = {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: marshall({ ':pk': PARTITION, ':from': from, ':to': to }),
  };
  const [first] = await queryRuns({ ...between, Limit: 1 }, { options, atMost: 1 });
  return first ? (storedItem(first).sk.split('#')[0] ?? null) : null;
}
