import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createStore, type Store } from '../../lib/state/table.ts';
import { newItem } from '../../lib/core/alerts/item.ts';
import type { Item } from '../../lib/core/alerts/model.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { recordOf } from '../../lib/core/alerts/statistics.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';

const TABLE = 'state';
const ACCOUNT = '111122223333';
const NOW = new Date('2026-11-24T09:00:00Z');

// Real DynamoDB calls to the sandbox, where dynalite answers them.
let sandbox: Sandbox;
let client: DynamoDBClient;
let store: Store;
const storeOf = (table: string): Store =>
  createStore({ client: () => Promise.resolve(client), table, wait: () => Promise.resolve() });

beforeAll(async () => {
  sandbox = await startSandbox();
  client = new DynamoDBClient({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' },
  });
  store = storeOf(TABLE);
});
beforeEach(() => sandbox.reset(parseWorld(`tables: [${TABLE}]`, 'world')));
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

function items(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, index) => ({
    ...newItem(
      { accountId: ACCOUNT, region: `eu-west-${String(index).padStart(4, '0')}`, subject: 'status' },
      { now: NOW },
    ),
    state: 'open' as const,
    actual: 'PAUSED',
  }));
}

describe('items', () => {
  test('come back as they were written, changed, and gone', async () => {
    const written = items(60);
    await store.save({ before: [], after: written });
    expect((await store.load(ACCOUNT)).items).toEqual(written);
    const changed = written.slice(10).map((item, index) => (index === 0 ? { ...item, actual: 'DISABLED' } : item));
    await store.save({ before: written, after: changed });
    expect((await store.load(ACCOUNT)).items).toEqual(changed);
    await store.save({ before: changed, after: [] });
    expect(await store.load(ACCOUNT)).toEqual({ items: [], asOf: null, left: [] });
  });

  test('a page of a query is not all of it', async () => {
    const long = items(400).map((item) => ({ ...item, detail: 'x'.repeat(4000) }));
    await store.save({ before: [], after: long });
    expect((await store.load(ACCOUNT)).items).toHaveLength(400);
  });

  test('what has not changed is not written', async () => {
    const written = items(3);
    // Without a table every write fails: none is made.
    await expect(storeOf('none').save({ before: written, after: written })).resolves.toBeUndefined();
    await expect(storeOf('none').save({ before: [], after: written })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each([
    ['of a newer version', { v: { N: '2' }, data: { S: '{}' } }],
    ['that is no JSON', { v: { N: '1' }, data: { S: '{' } }],
    ['that says something else', { v: { N: '1' }, data: { S: '{"subject":"weather"}' } }],
  ])('an item %s is left alone, and counted', async (_, rest) => {
    const Item = { pk: { S: `account#${ACCOUNT}` }, sk: { S: 'item#eu-west-1#status' }, ...rest };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    expect(await store.load(ACCOUNT)).toEqual({ items: [], asOf: null, left: ['111122223333 eu-west-1 status'] });
    await store.save({ before: [], after: [] });
    expect((await client.send(new ScanCommand({ TableName: TABLE }))).Items).toEqual([Item]);
  });
});

test('a run is kept for a year', async () => {
  await store.record(recordOf(REPORTS['clean'] ?? LARGE, []));
  const [kept] = (await client.send(new ScanCommand({ TableName: TABLE }))).Items ?? [];
  expect(kept?.['sk']?.S).toMatch(/^2026-11-24T09:00:00.000Z#/);
  expect(JSON.parse(kept?.['data']?.S ?? '')).toMatchObject({ verdict: 'compliant', summary: { targets: 22 } });
  expect(await store.runs(5)).toMatchObject([{ verdict: 'compliant', summary: { targets: 22 } }]);
  expect(Number(kept?.['expires']?.N)).toBe(Date.parse('2027-11-25T09:00:00Z') / 1000);
});

describe('the lease', () => {
  const lease = (owner: string, fromMinutes: number) => {
    const now = new Date(NOW.getTime() + fromMinutes * 60_000);
    return { owner, now, until: new Date(now.getTime() + 15 * 60_000) };
  };

  test('is of one run at a time', async () => {
    expect(await store.claim(ACCOUNT, lease('a', 0))).toBe(true);
    expect(await store.claim(ACCOUNT, lease('b', 1))).toBe(false);
    expect(await store.claim(ACCOUNT, lease('a', 1))).toBe(true);
    expect(await store.claim('444455556666', lease('b', 1))).toBe(true);
  });

  test('ends when it is given back, with what was seen', async () => {
    await store.claim(ACCOUNT, lease('a', 0));
    await store.release(ACCOUNT, { owner: 'a', asOf: '2026-11-24T09:00:00.000Z' });
    expect(await store.claim(ACCOUNT, lease('b', 1))).toBe(true);
    expect((await store.load(ACCOUNT)).asOf).toBe('2026-11-24T09:00:00.000Z');
  });

  test('ends by itself', async () => {
    await store.claim(ACCOUNT, lease('a', 0));
    expect(await store.claim(ACCOUNT, lease('b', 16))).toBe(true);
    // And whoever comes back late cannot end what is another's by now.
    await store.release(ACCOUNT, { owner: 'a', asOf: 'late' });
    expect(await store.claim(ACCOUNT, lease('c', 17))).toBe(false);
  });

  test('of a clock that is far ahead does not count', async () => {
    await store.claim(ACCOUNT, lease('a', 24 * 60));
    expect(await store.claim(ACCOUNT, lease('b', 0))).toBe(true);
  });

  test('ten runs at the same moment: one has it', async () => {
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.claim(ACCOUNT, lease(`run-${index}`, 0))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});

test('what a batch does not take is sent again, to the end', async () => {
  const sent: number[] = [];
  const stingy = {
    send: (command: { input: { RequestItems?: Record<string, unknown[]> } }) => {
      const all = command.input.RequestItems?.[TABLE] ?? [];
      sent.push(all.length);
      return Promise.resolve({ UnprocessedItems: all.length > 10 ? { [TABLE]: all.slice(10) } : {} });
    },
  } as unknown as DynamoDBClient;
  const waits: number[] = [];
  const options = {
    client: () => Promise.resolve(stingy),
    table: TABLE,
    wait: (ms: number) => Promise.resolve(void waits.push(ms)),
  };
  await createStore(options).save({ before: [], after: items(30) });
  expect(sent).toEqual([25, 15, 5, 5]);
  expect(waits).toEqual([100, 200]);
});

test('a table that never takes anything is told, not waited for without end', async () => {
  const closed = {
    send: (command: { input: { RequestItems?: unknown } }) =>
      Promise.resolve({ UnprocessedItems: command.input.RequestItems }),
  } as unknown as DynamoDBClient;
  const options = { client: () => Promise.resolve(closed), table: TABLE, wait: () => Promise.resolve() };
  await expect(createStore(options).save({ before: [], after: items(1) })).rejects.toThrow(
    '1 of 1 items were not taken by the table, 8 times in a row',
  );
});
