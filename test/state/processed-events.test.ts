import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createHandled } from '../../lib/state/processed-events.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';

let sandbox: Sandbox;
let client: DynamoDBClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' };
  client = new DynamoDBClient({ endpoint: sandbox.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
beforeEach(() => sandbox.reset(parseWorld('tables: [state]', 'world')));
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

const handled = () =>
  createHandled({ client: () => Promise.resolve(client), table: 'state', wait: () => Promise.resolve() });
const NOW = new Date('2026-11-24T09:00:00Z');
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `id-${index}`);

test('what was handled is known, however much of it there is', async () => {
  const { known, add } = handled();
  expect(await known(ids(250))).toEqual(new Set());
  await add(ids(130), NOW);
  expect(await known(ids(250))).toEqual(new Set(ids(130)));
  expect(await known(['id-1', 'id-1'])).toEqual(new Set(['id-1']));
});

test('is forgotten after a day, when it cannot come again', async () => {
  await handled().add(['id-1'], NOW);
  const { Items } = await client.send(new ScanCommand({ TableName: 'state' }));
  expect(Items?.map(({ pk, expires }) => [pk?.S, Number(expires?.N) * 1000 - NOW.getTime()])).toEqual([
    ['event#id-1', 24 * 60 * 60 * 1000],
  ]);
});

test('nothing costs nothing', async () => {
  expect(await handled().known([])).toEqual(new Set());
  await handled().add([], NOW);
  expect(sandbox.calls).toEqual([]);
});

test('a table that cannot be asked is an error, for the caller to weigh', async () => {
  sandbox.reset();
  await expect(handled().known(['id'])).rejects.toThrow(/ResourceNotFound|resource not found/i);
});
