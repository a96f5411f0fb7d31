import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { reconcile } from '../../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import { createStateTable, type StateTable } from '../../lib/state/table.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';
import { atTerminal } from './at-terminal.ts';

let sandbox: Sandbox;
let client: DynamoDBClient;
let store: StateTable;
const drifted = REPORTS['drifted'] ?? LARGE;

beforeAll(async () => {
  sandbox = await startSandbox();
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' };
  client = new DynamoDBClient({ endpoint: sandbox.url, region: 'us-east-1', credentials });
  const wait = () => Promise.resolve();
  store = createStateTable({ client: () => Promise.resolve(client), table: 'macie-warden-prod', wait });
});
beforeEach(() => sandbox.reset(parseWorld('tables: [macie-warden-prod]', 'world')));
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

async function query(sql: string, ...args: string[]) {
  const env = sandboxEnv(sandbox);
  const { stdout, ...rest } = await atTerminal(['query', '--format', 'json', sql, ...args], { cwd: '/', env });
  return { rows: stdout === '' ? [] : (JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[]), ...rest };
}

function runAt(startedAt: string) {
  return runRecord({ ...drifted, runId: startedAt, startedAt, finishedAt: startedAt }, []);
}

test('alerts are what is open in the state', async () => {
  const now = new Date();
  const settings = { remindAfterMs: 1e9, unreadableAfter: 1, flapLimit: 3 };
  const after = reconcile({ state: EMPTY_STATE, report: drifted, now, settings });
  const before = { state: EMPTY_STATE, asOf: null, unreadableKeys: [], convertedKeys: [] };
  await store.save('111122223333', { before, after });
  await store.putRun(runAt(now.toISOString()));
  const { rows, code, stderr } = await query('SELECT kind, state, region, setting, desired, actual FROM alerts');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const shown = after.drifts.map(({ kind, state, region, setting, desired, actual }) => ({
    kind,
    state,
    region,
    setting,
    desired,
    actual,
  }));
  expect(shown.length).toBeGreaterThan(0);
  expect(rows).toEqual(expect.arrayContaining(shown));
  expect(rows).toHaveLength(shown.length + after.unreadable.length);
  // Nothing is read from Macie.
  expect(sandbox.calls.filter(({ operation }) => operation.includes('Macie'))).toEqual([]);
});

test('runs and history are its records, from the time that the WHERE names', async () => {
  const [old, last] = ['2026-01-05T09:00:00.000Z', new Date().toISOString()];
  await store.putRun(runAt(old));
  await store.putRun(runAt(last));
  const { summary } = drifted;
  expect((await query('SELECT run_id, verdict, drifted FROM runs ORDER BY started_at')).rows).toEqual([
    { run_id: old, verdict: 'drifted', drifted: summary.drifted },
    { run_id: last, verdict: 'drifted', drifted: summary.drifted },
  ]);
  const { rows } = await query(
    "SELECT run_id, account_id, targets FROM history WHERE started_at >= '2026-02' AND account_id = '111122223333'",
  );
  expect(rows).toEqual([{ run_id: last, account_id: '111122223333', targets: summary.targets }]);
});

test('without a recent run nothing is known', async () => {
  expect(await query('SELECT * FROM alerts')).toMatchObject({
    code: 2,
    rows: [],
    stderr: 'macie-warden: no run yet\n',
  });
});

test('a table that is not there is a sentence', async () => {
  expect(await query('SELECT * FROM runs', '--table', 'none')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^macie-warden: --table none: there is no such table in this account in us-east-1/),
  });
});
