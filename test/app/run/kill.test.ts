import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createStore } from '../../../lib/state/table.ts';
import { tell } from '../../../lib/app/run/tell.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { HOUR, SETTINGS, START } from '../../core/alerts/history.ts';
import { drift } from '../../core/values.ts';
import { reportOf, result } from '../../fixtures/reports.ts';
import { looked } from './attempts.ts';
import { useSandbox } from '../../sandbox/environment.ts';

const RESULTS = [
  result('eu-west-1', { verdict: 'drifted', drifts: [drift()] }),
  result('us-east-1', { drifts: [drift({ outcome: 'verified' })] }),
];
const at = (ms: number, runId: string) => reportOf(RESULTS, { runId, startedAt: new Date(ms).toISOString() });

let sandbox: Sandbox;
let clients: Clients;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  clients = createClients({ homeRegion: 'us-east-1' });
});
beforeEach(() => sandbox.reset(parseWorld('tables: [state]', 'world')));
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});

/** Runs until the stage, then kill -9. What it had said until then. */
async function killedAt(stage: string): Promise<readonly string[]> {
  const args = [join(import.meta.dirname, 'killed-run.ts'), stage, JSON.stringify(at(START, 'killed'))];
  const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], ...sandboxEnv(sandbox) } });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (stdout.includes('here')) child.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => child.on('close', (_, killedBy) => resolve(killedBy)));
  expect(signal).toBe('SIGKILL');
  return stdout.split('\n').flatMap((line) => (line.startsWith('said ') ? line.slice(5).split(' ') : []));
}

/** The next run on the schedule, an hour later: the lease of the killed one has ended. */
async function nextRun(hours: number): Promise<readonly string[]> {
  const said: string[] = [];
  const store = createStore({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
  const publish = ({ alerts }: { alerts: readonly { id: string }[] }) => {
    said.push(...alerts.map(({ id }) => id));
    return Promise.resolve({ undelivered: new Set<string>(), failure: null });
  };
  const now = START + hours * HOUR;
  // What the killed run repaired is no drift any more.
  const results = [RESULTS[0], result('us-east-1')].filter((one) => one !== undefined);
  const report = reportOf(results, { runId: `run-${hours}`, startedAt: new Date(now).toISOString() });
  const options = {
    ...looked(report),
    settings: SETTINGS,
    isAlways: false,
    deadline: new AbortController().signal,
    leaseMs: 900_000,
  };
  await tell({ store, now: () => new Date(now), wait: () => Promise.resolve(), publish }, options);
  return said;
}

const kinds = (ids: readonly string[]): readonly string[] => ids.map((id) => id.split('/')[0] ?? '').toSorted();

test.each([
  // Nothing was written yet: the drift is found anew. The repair was seen by the killed run alone; its log has it.
  ['after the claim', [], ['opened']],
  ['before the alerts are saved', [], ['opened']],
  ['before publishing', [], ['opened', 'repaired']],
  // Said and not noted down: said once more, with the same ids.
  ['before the delivery is noted down', ['opened', 'repaired'], ['opened', 'repaired']],
  ['before the lease is given back', ['opened', 'repaired'], []],
])('kill -9 %s', async (stage, before, after) => {
  const first = await killedAt(stage);
  const second = await nextRun(1);
  expect([kinds(first), kinds(second)]).toEqual([before, after]);
  expect(first.length * second.length === 0 || first.every((id) => second.includes(id))).toBe(true);
  expect(await nextRun(2)).toEqual([]);
});
