import { describe, expect, test } from '@jest/globals';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { scanRecordOf, type ScanRecordOfRun } from '../../lib/core/evidence/scan-record.ts';
import { targetsOf } from '../../lib/core/evidence/target-groups.ts';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import type { LifeEvent } from '../../lib/core/history/life-event.ts';
import { lifeEvents } from '../../lib/core/history/life-events.ts';
import { historyItems } from '../../lib/state/history.ts';
import { monthsOf } from '../../lib/state/by-month.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { reportFor, resultOf } from '../core/values.ts';
import { TABLE, useTable } from './dynamodb.ts';
import { ACCOUNT, NOW, stateOf, stored } from './items.ts';

const table = useTable();
const storeOf = () => createStateTable(table.options());
const report = reportFor([resultOf('eu-west-1')]);
const ALL = { from: '2026-11-01', to: '2026-12-31', accounts: null, regions: null };

function opened(count: number): readonly LifeEvent[] {
  return lifeEvents(EMPTY_STATE, stateOf(count), { report, now: NOW, versions: {} });
}

describe('the history', () => {
  test('comes back, narrowed to accounts and Regions, and is no part of the state', async () => {
    const events = opened(30);
    await storeOf().save(ACCOUNT, { before: stored(), after: stateOf(30), events });
    expect((await storeOf().readHistory(ALL)).events).toEqual(events);
    const narrowed = { ...ALL, accounts: new Set([ACCOUNT]), regions: new Set(['eu-west-0003']) };
    expect((await storeOf().readHistory(narrowed)).events).toHaveLength(1);
    expect((await storeOf().readHistory({ ...ALL, accounts: new Set(['222233334444']) })).events).toEqual([]);
    expect((await storeOf().readHistory({ ...ALL, from: '2026-11-25' })).events).toEqual([]);
    expect((await storeOf().load(ACCOUNT)).state).toEqual(stateOf(30));
  });

  test('of 1,000 new drifts is some items that fit into a batch, and expires', () => {
    const items = historyItems(ACCOUNT, opened(1000));
    expect(items.length).toBeLessThan(15);
    for (const { PutRequest } of items) expect(PutRequest?.Item?.['data']?.S?.length).toBeLessThan(65_000);
    expect(Number(items[0]?.PutRequest?.Item?.['expires']?.N)).toBe(NOW.getTime() / 1000 + 400 * 86_400);
    expect(historyItems('222233334444', opened(3))).toEqual([]);
  });

  test('is written before the records that it is about', async () => {
    const events = opened(1);
    const failing = createStateTable({
      ...table.options(),
      client: () => Promise.reject(new Error('no')),
    });
    await expect(failing.save(ACCOUNT, { before: stored(), after: EMPTY_STATE, events })).rejects.toThrow('no');
    await storeOf().save(ACCOUNT, { before: stored(), after: EMPTY_STATE, events });
    await storeOf().save(ACCOUNT, { before: stored(), after: EMPTY_STATE, events });
    expect((await storeOf().readHistory(ALL)).events).toEqual(events);
  });

  test('has months over the end of a year', () => {
    expect(monthsOf({ from: '2026-11-30', to: '2027-01-01' })).toEqual(['2026-11', '2026-12', '2027-01']);
  });
});

describe('the scan records', () => {
  const record = runRecord(report, []);
  const large = (): ScanRecordOfRun => {
    const ids = Array.from({ length: 5000 }, (_, index) => String(index).padStart(12, '0'));
    const regions = Array.from({ length: 22 }, (_, index) => `eu-west-${index}`);
    // Each account has Regions of its own, as no organization has.
    const read = ids.map((id, index) => ({
      accounts: [id],
      regions: regions.toSpliced(index % 22, 1),
      settings: ['status'],
    }));
    return { ...scanRecordOf(report, EMPTY_STATE), coverage: { read, unread: [] } };
  };

  test('come back as they were; a run without a state has none', async () => {
    const scanRecord = scanRecordOf(report, EMPTY_STATE);
    await storeOf().putRun(record, scanRecord);
    await storeOf().putRun({ ...record, runId: 'busy' }, null);
    expect(await storeOf().readScanRecords(ALL)).toEqual({ scans: [scanRecord], unreadable: 0 });
    expect(await storeOf().firstRunAt(ALL)).toBe(report.startedAt);
    expect(await storeOf().firstRunAt({ from: '2027-01-01', to: '2027-02-01' })).toBeNull();
  });

  test('of 5,000 accounts fit into items, are stored once, and are one object', async () => {
    const scanRecord = large();
    await storeOf().putRun(record, scanRecord);
    const before = table.sandbox().calls.length;
    await storeOf().putRun({ ...record, runId: 'run-2' }, { ...scanRecord, runId: 'run-2' });
    // The two records in one call, and the question whether the list is there.
    expect(table.sandbox().calls.length - before).toBe(2);
    const { scans } = await storeOf().readScanRecords(ALL);
    expect(scans[0]?.coverage?.read.flatMap(targetsOf)).toHaveLength(5000 * 21);
    expect(scans[1]?.coverage?.read).toBe(scans[0]?.coverage?.read);
  });

  test('whose list is damaged, or that are of a newer version, have no coverage', async () => {
    await storeOf().putRun(record, large());
    const { Items = [] } = await table
      .client()
      .send(new ScanCommand({ TableName: TABLE, ProjectionExpression: 'pk, sk' }));
    const part = Items.find(({ sk }) => sk?.S === 'part#0001') ?? {};
    await table.client().send(new DeleteItemCommand({ TableName: TABLE, Key: part }));
    const newer = {
      pk: { S: 'scans#2026-12' },
      sk: { S: '2026-12-01T00:00:00.000Z#x' },
      v: { N: '3' },
      data: { S: '{}' },
    };
    await table.client().send(new PutItemCommand({ TableName: TABLE, Item: newer }));
    const { scans, unreadable } = await storeOf().readScanRecords(ALL);
    expect(unreadable).toBe(2);
    expect(scans.map(({ coverage }) => coverage)).toEqual([null, null]);
  });
});
