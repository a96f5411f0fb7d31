import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Coverage, ScanRecord, ScanRecordOfRun } from '../core/evidence/scan-record.ts';
import { writeBatches, type TableOptions } from './batch-write.ts';
import { expiryOf, KEPT_MS, monthKey, pagesOfPeriod, type TimeRange } from './by-month.ts';
import { partKey, partOf, readPart, storeParts, type StoredScanRecord } from './scan-record-parts.ts';
import { storedItem, VERSION } from './stored-items.ts';

/* What each run has read. Run records are not read for it: those of an organization are a hundred times as large. */

const PARTITION = 'scans';

/** Stores a scan record, in one batch with the record of its run; a second attempt of the run replaces both. */
export async function putScanRecord(
  { coverage, ...scanRecord }: ScanRecordOfRun,
  ofRun: WriteRequest,
  options: TableOptions,
): Promise<void> {
  const parts = { read: partOf(coverage.read), unread: partOf(coverage.unread) };
  const { startedAt, runId } = scanRecord;
  const stored: StoredScanRecord = { ...scanRecord, read: parts.read.part, unread: parts.unread.part };
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
    writeBatches([ofRun, { PutRequest: { Item } }], options),
    storeParts([parts.read, parts.unread], { startedAt, keptMs: KEPT_MS }, options),
  ]);
}

export interface StoredScanRecords {
  /** Oldest first. One that cannot be read has no coverage. */
  readonly scans: readonly ScanRecord[];
  /** So many cannot be read: they are of a newer version, or damaged. */
  readonly unreadable: number;
}

/** The scan records of the runs that started in a period. */
export async function readScanRecords(period: TimeRange, options: TableOptions): Promise<StoredScanRecords> {
  const { decodeScanRecord } = await import('./decode-scan-records.ts');
  const known: KnownLists = { read: new Map(), unread: new Map() };
  const scans: ScanRecord[] = [];
  for await (const page of pagesOfPeriod(PARTITION, period, options)) {
    for (const attributes of page) {
      const item = storedItem(attributes);
      const stored = decodeScanRecord(item);
      scans.push(stored === null ? unknownScanRecord(item.sk) : await scanRecordOfItem(stored, known, options));
    }
  }
  return { scans, unreadable: scans.filter(({ coverage }) => coverage === null).length };
}

/** By text or hash: equal lists are read once, and are one object. */
interface KnownLists {
  readonly read: Map<string, Coverage['read'] | null>;
  readonly unread: Map<string, Coverage['unread'] | null>;
}

async function scanRecordOfItem(
  { read, unread, ...scanRecord }: StoredScanRecord,
  known: KnownLists,
  options: TableOptions,
): Promise<ScanRecord> {
  const { decodeRead, decodeUnread } = await import('./decode-scan-records.ts');
  const keys = { read: partKey(read), unread: partKey(unread) };
  if (!known.read.has(keys.read)) known.read.set(keys.read, decodeRead(await readPart(read, options)));
  if (!known.unread.has(keys.unread)) known.unread.set(keys.unread, decodeUnread(await readPart(unread, options)));
  const found = { read: known.read.get(keys.read), unread: known.unread.get(keys.unread) };
  return { ...scanRecord, coverage: found.read && found.unread ? { read: found.read, unread: found.unread } : null };
}

/** Its key has the time and the run. */
function unknownScanRecord(sort: string): ScanRecord {
  const [at = '', runId = ''] = sort.split('#');
  const times = { startedAt: at, finishedAt: at };
  return { runId, trigger: 'schedule', ...times, scope: 'partial', isWhole: false, coverage: null };
}
