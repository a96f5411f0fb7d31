import { createHash } from 'node:crypto';
import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ScanRecord } from '../core/evidence/scan-record.ts';
import { DAY_MS } from '../core/time.ts';
import { writeBatches, type TableOptions } from './batch-write.ts';
import { expiryOf } from './by-month.ts';
import { storedItem, VERSION } from './stored-items.ts';

/*
 * The lists of a scan record. A short one is in its item. A long one, such as that of 5,000 accounts, is stored once under the
 * hash of its text, in items of 300,000 characters: the next run has the same list, and stores its hash.
 */

export type Part = { readonly list: unknown } | { readonly sha256: string };

/** A scan record as the table stores it: long lists are items of their own, shared by runs with the same list. */
export interface StoredScanRecord extends Omit<ScanRecord, 'coverage'> {
  readonly read: Part;
  readonly unread: Part;
}

export interface TextOfPart {
  readonly part: Part;
  readonly text: string;
}

const MOST_INLINE = 2000;
const MOST_CHARACTERS = 300_000;
/** A list is kept longer than the scan records that name it, so that it need not be written in each run. */
const MARGIN_MS = 31 * DAY_MS;

export function partOf(list: readonly unknown[]): TextOfPart {
  const text = JSON.stringify(list);
  if (text.length <= MOST_INLINE) return { part: { list }, text };
  return { part: { sha256: createHash('sha256').update(text).digest('hex') }, text };
}

/** The same for equal lists. */
export function partKey(part: Part): string {
  return 'sha256' in part ? part.sha256 : JSON.stringify(part.list);
}

interface Kept {
  readonly startedAt: string;
  readonly keptMs: number;
}

/** Stores the long lists that the table does not have, or that it may delete before their scan records. */
export async function storeParts(
  parts: readonly TextOfPart[],
  { startedAt, keptMs }: Kept,
  options: TableOptions,
): Promise<void> {
  for (const { part, text } of parts) {
    if (!('sha256' in part)) continue;
    const head = await headOf(part.sha256, options);
    if (head !== null && head >= expiryOf(startedAt, keptMs)) continue;
    const expires = expiryOf(startedAt, keptMs + MARGIN_MS);
    const count = Math.ceil(text.length / MOST_CHARACTERS);
    const texts = Array.from({ length: count }, (_, at) =>
      text.slice(at * MOST_CHARACTERS, (at + 1) * MOST_CHARACTERS),
    );
    const chunks = texts.map((data, at) =>
      itemOf(part.sha256, `part#${String(at).padStart(4, '0')}`, { data, expires }),
    );
    // One at a time: a batch has 16 MB at most, and the head says that all of them are there.
    for (const chunk of chunks) await writeBatches([chunk], options);
    await writeBatches([itemOf(part.sha256, 'head', { data: '', expires })], options);
  }
}

function itemOf(sha256: string, sk: string, rest: { readonly data: string; readonly expires: number }): WriteRequest {
  return { PutRequest: { Item: marshall({ pk: keyOf(sha256), sk, v: VERSION, ...rest }) } };
}

function keyOf(sha256: string): string {
  return `target-list#${sha256}`;
}

/** When the list may be deleted; null: the table does not have it. */
async function headOf(sha256: string, { client, table: TableName }: TableOptions): Promise<number | null> {
  const [{ QueryCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': keyOf(sha256), ':sk': 'head' }),
    }),
  );
  const [head] = Items;
  return head ? Number(head['expires']?.N) : null;
}

/** The list of a part; what is not there, or is damaged, is null. */
export function readPart(part: Part, options: TableOptions): Promise<unknown> {
  return 'sha256' in part ? readList(part.sha256, options) : Promise.resolve(part.list);
}

async function readList(sha256: string, { client, table: TableName }: TableOptions): Promise<unknown> {
  const [{ paginateQuery }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const input = {
    TableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :part)',
    ExpressionAttributeValues: marshall({ ':pk': keyOf(sha256), ':part': 'part#' }),
  };
  const texts: string[] = [];
  for await (const { Items = [] } of paginateQuery({ client: db }, input))
    texts.push(...Items.map((attributes) => storedItem(attributes).data));
  const text = texts.join('');
  return createHash('sha256').update(text).digest('hex') === sha256 ? JSON.parse(text) : null;
}
