import { marshall } from '@aws-sdk/util-dynamodb';
import type { SessionTimes } from '../core/alerts/session-times.ts';
import type { StoredState } from '../core/alerts/records.ts';
import type { ScanRecordOfRun } from '../core/evidence/scan-record.ts';
import type { RunRecord, RunsOfPeriod } from '../core/compliance/report.ts';
import { writeBatches, type TableOptions } from './batch-write.ts';
import { releaseLease, takeLease, type Lease } from './lease.ts';
import type { TimeRange } from './by-month.ts';
import { readHistory, type HistoryQuery, type StoredHistory } from './history.ts';
import { readScanRecords, type StoredScanRecords } from './scan-records.ts';
import { firstRunAt, lastRuns, putRun, runsSince } from './runs.ts';
import { changedItems, type StateChange } from './save.ts';
import { accountKey, storedItem, type StoredItem } from './stored-items.ts';
import { readState } from './stored-state.ts';

/** The state between runs, in one DynamoDB table. Every operation rejects with what DynamoDB answered. */
export interface StateTable {
  /** Takes an account for one run. false: another run holds it. */
  readonly takeLease: (accountId: string, lease: Lease) => Promise<boolean>;
  readonly releaseLease: (accountId: string, lease: { owner: string; asOf: string | null }) => Promise<void>;
  /** One Query. */
  readonly load: (accountId: string) => Promise<StoredState>;
  /** Writes the difference, in batches. */
  readonly save: (accountId: string, change: StateChange) => Promise<void>;
  /** Accounts with something open or pending, for runs over many accounts. */
  readonly openAccounts: () => Promise<readonly string[]>;
  readonly sessionTimes: (accountIds: readonly string[]) => Promise<readonly SessionTimes[]>;
  /** `scanRecord`: what it has read; null: it stored no state, so its readings prove nothing. */
  readonly putRun: (run: RunRecord, scanRecord?: ScanRecordOfRun | null) => Promise<void>;
  readonly lastRuns: (limit: number) => Promise<readonly RunRecord[]>;
  /** `from`: ISO 8601. */
  readonly runsSince: (from: string) => Promise<RunsOfPeriod>;
  readonly readHistory: (query: HistoryQuery) => Promise<StoredHistory>;
  readonly readScanRecords: (period: TimeRange) => Promise<StoredScanRecords>;
  /** When the first run of a period started; null: there is none. */
  readonly firstRunAt: (period: TimeRange) => Promise<string | null>;
}

export function createStateTable(options: TableOptions): StateTable {
  return {
    takeLease: (accountId, lease) => takeLease(accountId, lease, options),
    releaseLease: (accountId, lease) => releaseLease(accountId, lease, options),
    load: (accountId) => load(accountId, options),
    save: (accountId, change) => writeBatches(changedItems(accountId, change), options),
    openAccounts: async () => (await import('./open-accounts.ts')).openAccounts(options),
    sessionTimes: async (accountIds) => (await import('./open-accounts.ts')).sessionTimes(accountIds, options),
    putRun: (run, scanRecord = null) => putRun(run, scanRecord, options),
    lastRuns: (limit) => lastRuns(limit, options),
    runsSince: (from) => runsSince(from, options),
    readHistory: (query) => readHistory(query, options),
    readScanRecords: (period) => readScanRecords(period, options),
    firstRunAt: (period) => firstRunAt(period, options),
  };
}

async function load(accountId: string, { client, table: TableName }: TableOptions): Promise<StoredState> {
  const [{ paginateQuery }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const pages = paginateQuery(
    { client: db },
    {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': accountKey(accountId) }),
    },
  );
  const items: StoredItem[] = [];
  let asOf: string | null = null;
  for await (const { Items = [] } of pages) {
    for (const attributes of Items) {
      if (attributes['sk']?.S === 'head') asOf = attributes['asOf']?.S ?? null;
      else items.push(storedItem(attributes));
    }
  }
  return { ...readState(accountId, items), asOf };
}
