import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { UnreadableItem } from '../core/evidence/model.ts';
import type { LifeEvent } from '../core/history/life-event.ts';
import type { TableOptions } from './batch-write.ts';
import { expiryOf, monthKey, pagesOfPeriod, type TimeRange } from './by-month.ts';
import { storedItem, VERSION, type StoredItem } from './stored-items.ts';

/*
 * Events of drifts and unreadable targets are added and never changed. A save has those of an account in few items, so that an
 * account with 1,000 new drifts costs some writes more, and not 1,000. They come before the records: a save that is cut short is
 * made again by the next run, with events of the same ids.
 */

const PARTITION = 'history';
/** An item of the table has 400 KB, and a batch of 25 has 16 MB. */
const MOST_CHARACTERS = 60_000;

/** The writes that add the events of an account. */
export function historyItems(accountId: string, events: readonly LifeEvent[]): readonly WriteRequest[] {
  const own = events.filter((event) => event.accountId === accountId);
  return [...Map.groupBy(own, ({ at }) => at)].flatMap(([at, same]) =>
    chunksOf(same).map((texts, index) => ({
      PutRequest: {
        Item: marshall({
          pk: monthKey(PARTITION, at),
          sk: `${at}#${accountId}#${String(index).padStart(4, '0')}`,
          v: VERSION,
          data: `[${texts.join(',')}]`,
          expires: expiryOf(at),
        }),
      },
    })),
  );
}

function chunksOf(events: readonly LifeEvent[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const text of events.map((event) => JSON.stringify(event))) {
    if (size + text.length > MOST_CHARACTERS) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(text);
    size += text.length;
  }
  return chunks;
}

/** Which part of the history to read. null: all of it. */
export interface HistoryQuery extends TimeRange {
  readonly accounts: ReadonlySet<string> | null;
  readonly regions: ReadonlySet<string> | null;
}

export interface StoredHistory {
  readonly events: readonly LifeEvent[];
  /** Of items that this version cannot read. */
  readonly doubts: readonly UnreadableItem[];
}

/** The events of a period, oldest first. What is not asked for is dropped page by page. */
export async function readHistory(query: HistoryQuery, options: TableOptions): Promise<StoredHistory> {
  const { decodeEvents } = await import('./decode-history.ts');
  const { accounts, regions } = query;
  const events: LifeEvent[] = [];
  const doubts: UnreadableItem[] = [];
  for await (const page of pagesOfPeriod(PARTITION, query, options)) {
    for (const attributes of page) {
      const item = storedItem(attributes);
      const accountId = accountOfItem(item);
      if (accountId !== null && accounts !== null && !accounts.has(accountId)) continue;
      const found = decodeEvents(item);
      if (found === null) doubts.push({ accountId, from: item.sk.slice(0, '2026-01-01T00:00:00.000Z'.length) });
      else events.push(...found.filter(({ region }) => regions === null || regions.has(region)));
    }
  }
  return { events, doubts };
}

/** null: a newer version has another key. */
function accountOfItem({ sk }: StoredItem): string | null {
  return /^[^#]+#(?<id>\d{12})#\d+$/.exec(sk)?.groups?.['id'] ?? null;
}
