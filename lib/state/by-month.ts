import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DAY_MS, SECOND_MS } from '../core/time.ts';
import type { TableOptions } from './batch-write.ts';
import type { Attributes } from './stored-items.ts';

/* Items that are added and never changed, in a partition for each month, sorted by time: a period is some Queries, and no Scan. */

/** The evidence of a calendar year can be taken for five weeks after its end. */
export const KEPT_MS = 400 * DAY_MS;

/** When the table may delete an item of a time. */
export function expiryOf(at: string, keptMs = KEPT_MS): number {
  return Math.floor((Date.parse(at) + keptMs) / SECOND_MS);
}

export function monthKey(name: string, at: string): string {
  return `${name}#${at.slice(0, 7)}`;
}

/** ISO 8601 UTC; `to` is not in it. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** The months of a period, such as `2026-11`. */
export function monthsOf({ from, to }: TimeRange): readonly string[] {
  const months: string[] = [];
  const [year = 0, month = 1] = from.split('-').map(Number);
  for (let at = 0; at < 1200; at++) {
    const key = new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 7);
    if (key > to.slice(0, 7)) break;
    months.push(key);
  }
  return months;
}

/** The items of a period, a page at a time, oldest first. */
export async function* pagesOfPeriod(
  name: string,
  period: TimeRange,
  { client, table: TableName }: TableOptions,
): AsyncGenerator<readonly Attributes[]> {
  const [{ paginateQuery }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  for (const month of monthsOf(period)) {
    const input: QueryCommandInput = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: marshall({ ':pk': `${name}#${month}`, ':from': period.from, ':to': period.to }),
    };
    for await (const { Items = [] } of paginateQuery({ client: db }, input)) yield Items;
  }
}
