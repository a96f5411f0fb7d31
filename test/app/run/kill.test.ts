import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../../lib/app/run/run.ts';
import type { Clients } from '../../../lib/aws/clients.ts';
import { createStateTable } from '../../../lib/state/table.ts';
import { sandboxEnv, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { session } from '../../core/values.ts';
import { fakeMacie, requestFor } from '../fake-macie.ts';
import { HOUR, START } from '../fixture.ts';
import { connectSandbox } from '../../sandbox/connected.ts';

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({}));
});
beforeEach(() => sandbox.reset(parseWorld('tables: [state]', 'world')));
afterAll(() => close());

/** Runs until the stage, then kill -9. The ids that it had sent until then. */
async function killedAt(stage: string): Promise<readonly string[]> {
  const args = [join(import.meta.dirname, 'killed-run.ts'), stage, new Date(START).toISOString()];
  const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], ...sandboxEnv(sandbox) } });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (stdout.includes('here')) child.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => child.on('close', (_, killedBy) => resolve(killedBy)));
  expect(signal).toBe('SIGKILL');
  return stdout.split('\n').flatMap((line) => (line.startsWith('sent ') ? line.slice(5).split(' ') : []));
}

/** The next run on the schedule, an hour later: the lease of the killed one has expired, and its repair shows. */
async function nextRun(hours: number): Promise<readonly string[]> {
  const sent: string[] = [];
  const store = createStateTable({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
  const { deps } = fakeMacie({ 'eu-west-1': session({ status: 'PAUSED' }), 'us-east-1': session() });
  const rule = 'remediation: enforce\noverrides: [{ match: { regions: [eu-west-1] }, remediation: report }]';
  await run(requestFor(rule), {
    ...deps,
    now: () => new Date(START + hours * HOUR),
    newId: () => `run-${hours}`,
    deadline: new AbortController().signal,
    repeatEvery: () => () => undefined,
    warn: () => undefined,
    openState: () => Promise.resolve(store),
    publish: ({ changes }) => {
      sent.push(...(changes?.alerts ?? []).map(({ id }) => id));
      return Promise.resolve({ published: true, undelivered: [], failures: [], audience: null });
    },
  });
  return sent;
}

const kinds = (ids: readonly string[]): readonly string[] => ids.map((id) => id.split('/')[0] ?? '').toSorted();

test.each([
  // Nothing was written yet. The next run finds the session as desired.
  ['after the lease is taken', [], ['opened']],
  ['before the repairs are recorded', [], ['opened']],
  // The recorded attempt is all that is left of the repair. Its id is that of the alert that was not saved.
  ['before the alerts are saved', [], ['opened', 'repaired']],
  ['before publishing', [], ['opened', 'repaired']],
  // Sent and not stored: sent once more, with the same ids.
  ['before the delivery is saved', ['opened', 'repaired'], ['opened', 'repaired']],
  ['before the lease is released', ['opened', 'repaired'], []],
])('kill -9 %s', async (stage, before, after) => {
  const first = await killedAt(stage);
  const second = await nextRun(1);
  expect([kinds(first), kinds(second)]).toEqual([before, after]);
  expect(first.length * second.length === 0 || first.every((id) => second.includes(id))).toBe(true);
  expect(await nextRun(2)).toEqual([]);
});
