import { describe, expect, test } from '@jest/globals';
import { PutItemCommand, ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { loadStates, saveStates } from '../../lib/app/run/stored-states.ts';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { callOf } from '../core/activity/calls.ts';
import { driftAlert } from '../fixtures/alerts.ts';
import { attemptOf, ledgerOf } from '../core/guard-rails/ledgers.ts';
import { reportFor, resultOf } from '../core/values.ts';
import { TABLE, useTable } from './dynamodb.ts';
import { ACCOUNT, driftRecord, NOW, stateOf, stored, unreadableRecord } from './items.ts';

const table = useTable();
const storeOf = (name = TABLE) => createStateTable(table.options(name));

describe('the state of an account', () => {
  test('comes back as it was saved, changed, and gone', async () => {
    const store = storeOf();
    const first = stateOf(60);
    await store.save(ACCOUNT, { before: stored(), after: first });
    expect((await store.load(ACCOUNT)).state).toEqual(first);
    const [head = driftRecord(), ...rest] = first.drifts.slice(10);
    const changed: State = { ...first, drifts: [{ ...head, actual: 'DISABLED' }, ...rest] };
    await store.save(ACCOUNT, { before: stored(first), after: changed });
    expect((await store.load(ACCOUNT)).state).toEqual(changed);
    await store.save(ACCOUNT, { before: stored(changed), after: EMPTY_STATE });
    expect(await store.load(ACCOUNT)).toEqual(stored());
  });

  test('has drifts, unreadable targets, repairs, session times and policy as items of five kinds', async () => {
    const policies = [{ kind: 'policy' as const, accountId: ACCOUNT, source: 'ssm:/p', sha256: 'ab', pending: [] }];
    const state: State = {
      policies,
      drifts: [driftRecord()],
      unreadable: [unreadableRecord()],
      ledgers: [ledgerOf([attemptOf(NOW.toISOString())])],
      sessions: [
        {
          kind: 'sessions',
          accountId: ACCOUNT,
          regions: { 'eu-west-1': { createdAt: NOW.toISOString(), updatedAt: null } },
        },
      ],
    };
    await storeOf().save(ACCOUNT, { before: stored(), after: state });
    expect((await storeOf().load(ACCOUNT)).state).toEqual(state);
    const { Items } = await table.client().send(new ScanCommand({ TableName: TABLE }));
    expect(Items?.map(({ sk }) => sk?.S).toSorted()).toEqual([
      'drift#eu-west-1#status',
      'policy',
      'repairs#eu-west-1',
      'sessions',
      'unreadable#eu-west-1#session',
    ]);
  });

  test('is read to its last page', async () => {
    const { drifts } = stateOf(400);
    const long = { ...EMPTY_STATE, drifts: drifts.map((one) => ({ ...one, detail: 'x'.repeat(4000) })) };
    await storeOf().save(ACCOUNT, { before: stored(), after: long });
    expect((await storeOf().load(ACCOUNT)).state.drifts).toHaveLength(400);
  });

  test('is not written where it has not changed', async () => {
    const state = stateOf(3);
    // Without a table every write fails: none is made.
    const store = storeOf('none');
    await expect(store.save(ACCOUNT, { before: stored(state), after: state })).resolves.toBeUndefined();
    await expect(store.save(ACCOUNT, { before: stored(), after: state })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each([
    ['of a newer version', { v: { N: '3' }, data: { S: '{}' } }],
    ['that is no JSON', { v: { N: '2' }, data: { S: '{' } }],
    ['without data', { v: { N: '2' } }],
    ['with the data of something else', { v: { N: '2' }, data: { S: '{"kind":"weather"}' } }],
  ])('leaves an item %s alone, and names it', async (_, rest) => {
    const Item = { pk: { S: `account#${ACCOUNT}` }, sk: { S: 'drift#eu-west-1#status' }, ...rest };
    await table.client().send(new PutItemCommand({ TableName: TABLE, Item }));
    const loaded = await storeOf().load(ACCOUNT);
    expect(loaded).toEqual(stored(EMPTY_STATE, { unreadableKeys: ['111122223333 eu-west-1 status'] }));
    await storeOf().save(ACCOUNT, { before: loaded, after: EMPTY_STATE });
    expect((await table.client().send(new ScanCommand({ TableName: TABLE }))).Items).toEqual([Item]);
  });
});

test.each(['sessions', 'policy'])(
  'an item of a newer version that an account has once is left alone: %s',
  async (sk) => {
    const Item = { pk: { S: `account#${ACCOUNT}` }, sk: { S: sk }, v: { N: '3' }, data: { S: '{}' } };
    await table.client().send(new PutItemCommand({ TableName: TABLE, Item }));
    const before = await loadStates([ACCOUNT], storeOf());
    expect(before.unreadableKeys).toEqual([`${ACCOUNT} ${sk}`]);
    const after: State = {
      ...EMPTY_STATE,
      sessions: [{ kind: 'sessions', accountId: ACCOUNT, regions: {} }],
      policies: [{ kind: 'policy', accountId: ACCOUNT, source: 'ssm:/p', sha256: 'ab', pending: [] }],
    };
    await saveStates(before, after, storeOf());
    const { Items = [] } = await table.client().send(new ScanCommand({ TableName: TABLE }));
    const versions = Object.fromEntries(Items.map((item) => [item['sk']?.S, item['v']?.N]));
    expect(versions).toEqual({ sessions: '2', policy: '2', [sk]: '3' });
  },
);

test('the record of a run is kept for a year', async () => {
  await storeOf().putRun(runRecord(reportFor([resultOf('eu-west-1')]), []));
  const [kept] = (await table.client().send(new ScanCommand({ TableName: TABLE }))).Items ?? [];
  expect(kept?.['sk']?.S).toMatch(/^2026-11-24T09:00:00.000Z#/);
  expect(Number(kept?.['expires']?.N)).toBe(Date.parse('2027-11-25T09:00:00Z') / 1000);
  expect(await storeOf().lastRuns(5)).toMatchObject([{ verdict: 'compliant', scope: 'full', summary: { targets: 1 } }]);
});

test('the runs of a period are read to the last page, and whether there are earlier ones', async () => {
  const store = storeOf();
  const record = runRecord(reportFor([resultOf('eu-west-1')]), []);
  // Each takes a quarter of a page.
  const repairMinutes = Array.from({ length: 50_000 }, () => 12_345);
  const startOf = (hour: number): string => `2026-11-24T0${hour}:00:00.000Z`;
  for (let hour = 1; hour <= 8; hour++)
    await store.putRun({ ...record, runId: `run-${hour}`, startedAt: startOf(hour), repairMinutes });
  const found = await store.runsSince(startOf(2));
  expect(found.runs.map(({ runId }) => runId)).toEqual([2, 3, 4, 5, 6, 7, 8].map((hour) => `run-${hour}`));
  expect(found.hasEarlier).toBe(true);
  expect((await store.runsSince(startOf(1))).hasEarlier).toBe(false);
  expect((await store.lastRuns(7)).map(({ runId }) => runId)).toEqual(found.runs.map(({ runId }) => runId));
});

describe('a batch', () => {
  test('that is taken in part is sent again, to the end, with growing waits', async () => {
    const sent: number[] = [];
    const slow = {
      send: (command: { input: { RequestItems?: Record<string, unknown[]> } }) => {
        const all = command.input.RequestItems?.[TABLE] ?? [];
        sent.push(all.length);
        return Promise.resolve({ UnprocessedItems: all.length > 10 ? { [TABLE]: all.slice(10) } : {} });
      },
    } as unknown as DynamoDBClient;
    const waits: number[] = [];
    const store = createStateTable({
      client: () => Promise.resolve(slow),
      table: TABLE,
      wait: (ms) => Promise.resolve(void waits.push(ms)),
    });
    await store.save(ACCOUNT, { before: stored(), after: stateOf(30) });
    expect(sent).toEqual([25, 15, 5, 5]);
    expect(waits).toEqual([100, 200]);
  });

  test('that is never taken is an error after eight rounds', async () => {
    const closed = {
      send: (command: { input: { RequestItems?: unknown } }) =>
        Promise.resolve({ UnprocessedItems: command.input.RequestItems }),
    } as unknown as DynamoDBClient;
    const store = createStateTable({ ...table.options(), client: () => Promise.resolve(closed) });
    await expect(store.save(ACCOUNT, { before: stored(), after: stateOf(1) })).rejects.toThrow(
      '1 of 1 items were not taken by the table, 8 times in a row',
    );
  });
});

test('the largest items that a policy can lead to fit into the table', async () => {
  const text = '\u20AC'.repeat(256);
  const actor = {
    type: text,
    name: text,
    sessionName: text,
    sourceIp: text,
    userAgent: text,
    person: text,
    through: text,
  };
  const call = callOf({ actor });
  const times = Array.from({ length: 1000 }, () => NOW.toISOString());
  const waiver = { reason: '\u20AC'.repeat(500), owner: '\u20AC'.repeat(500), expires: '2026-12-01' };
  const attempts = times.slice(0, 3 * 124).map((at) => attemptOf(at, { outcome: 'sent', desired: 'x'.repeat(200) }));
  const alert = driftAlert({ kind: 'contested', earlierCalls: Array.from({ length: 5 }, () => call) }, { call });
  const state: State = {
    ...EMPTY_STATE,
    drifts: [driftRecord({ openings: times, call, waiver, pending: Array.from({ length: 10 }, () => alert) })],
    ledgers: [ledgerOf(attempts)],
  };
  await storeOf().save(ACCOUNT, { before: stored(), after: state });
  expect((await storeOf().load(ACCOUNT)).state.drifts[0]?.pending).toHaveLength(10);
});
