import { marshall } from '@aws-sdk/util-dynamodb';
import type { Coverage, Look, LookOfRun } from '../core/evidence/scan-record.ts';
import { writeBatches, type TableOptions } from './batch-write.ts';
import { expiryOf, KEPT_MS, monthKey, pagesOfPeriod, type TimeRange } from './by-month.ts';
import { partKey, partOf, readPart, storeParts, type StoredLook } from './scan-record-parts.ts';
import { storedItem, VERSION } from './stored-items.ts';

/* What each run looked at. Run records are not read for it: those of an organization are hundred times as large. */

const PARTITION = 'looks';

/** The item of a look; a second attempt of the same run replaces it. */
export async function putLook({ coverage, ...look }: LookOfRun, options: TableOptions): Promise<void> {
  const parts = { read: partOf(coverage.read), unread: partOf(coverage.unread) };
  const { startedAt, runId } = look;
  const stored: StoredLook = { ...look, read: parts.read.part, unread: parts.unread.part };
  const Item = marshall(
    {
      pk: monthKey(PARTITION, startedAt),
      sk: `${startedAt}#${runId}`,
      v: VERSION,
      data: JSON.stringify(stored),
      expires: expiryOf(startedAt),
    },
    { removeUndefinedValues: true },
  );
  await Promise.all([
    writeBatches([{ PutRequest: { Item } }], options),
    storeParts([parts.read, parts.unread], { startedAt, keptMs: KEPT_MS }, options),
  ]);
}

export interface StoredLooks {
  /** Oldest first. One that cannot be read has no coverage. */
  readonly looks: readonly Look[];
  /** So many cannot be read: they are of a newer version, or damaged. */
  readonly unreadable: number;
}

/** The looks of the runs that started in a period. */
export async function readLooks(period: TimeRange, options: TableOptions): Promise<StoredLooks> {
  const { decodeLook } = await import('./decode-scan-records.ts');
  const known: KnownLists = { read: new Map(), unread: new Map() };
  const looks: Look[] = [];
  for await (const page of pagesOfPeriod(PARTITION, period, options)) {
    for (const attributes of page) {
      const item = storedItem(attributes);
      const stored = decodeLook(item);
      looks.push(stored === null ? unknownLook(item.sk) : await lookOfItem(stored, known, options));
    }
  }
  return { looks, unreadable: looks.filter(({ coverage }) => coverage === null).length };
}

/** By text or hash: equal lists are read once, and are one object. */
interface KnownLists {
  readonly read: Map<string, Coverage['read'] | null>;
  readonly unread: Map<string, Coverage['unread'] | null>;
}

async function lookOfItem(
  { read, unread, ...look }: StoredLook,
  known: KnownLists,
  options: TableOptions,
): Promise<Look> {
  const { decodeRead, decodeUnread } = await import('./decode-scan-records.ts');
  const keys = { read: partKey(read), unread: partKey(unread) };
  if (!known.read.has(keys.read)) known.read.set(keys.read, decodeRead(await readPart(read, options)));
  if (!known.unread.has(keys.unread)) known.unread.set(keys.unread, decodeUnread(await readPart(unread, options)));
  const found = { read: known.read.get(keys.read), unread: known.unread.get(keys.unread) };
  return { ...look, coverage: found.read && found.unread ? { read: found.read, unread: found.unread } : null };
}

/** Its key says when it was. */
function unknownLook(sort: string): Look {
  const [at = '', runId = ''] = sort.split('#');
  const times = { startedAt: at, finishedAt: at };
  return { runId, trigger: 'schedule', ...times, scope: 'partial', isWhole: false, coverage: null };
}
