import { check } from '../lib/app/check/check.ts';
import type { CheckDeps } from '../lib/app/check/deps.ts';
import { run } from '../lib/app/run/run.ts';
import { createScanDeps } from '../lib/app/wiring/scan-deps.ts';
import { createClients } from '../lib/aws/clients.ts';
import { parsePolicy } from '../lib/policy/parse.ts';
import { createStateTable } from '../lib/state/table.ts';
import { fakeMacie, requestFor } from '../test/app/fake-macie.ts';
import { session } from '../test/core/values.ts';
import { startSandbox } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { timed, type Measurement } from './measure.ts';

/** Round trips to the table in a run that opens so many drifts, and in the one after it. */
export async function benchRoundTrips(): Promise<readonly Measurement[]> {
  const sandbox = await startSandbox({ world: parseWorld('tables: [state]', 'bench') });
  const lines: Measurement[] = [];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  for (const drifted of [0, 10, 100, 1000]) {
    sandbox.reset(parseWorld('tables: [state]', 'bench'));
    const clients = createClients({ homeRegion: 'us-east-1' });
    const store = createStateTable({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
    const regions = Array.from({ length: 1001 }, (_, index) => `xx-${letters(index)}-1`);
    const sessions = regions.map((region, index) => [
      region,
      session({ status: index < drifted ? 'PAUSED' : 'ENABLED' }),
    ]);
    const { deps } = fakeMacie(Object.fromEntries(sessions));
    const runOnce = async (): Promise<number> => {
      const calls = sandbox.calls.length;
      await run(requestFor('remediation: report'), {
        ...deps,
        newId: () => crypto.randomUUID(),
        deadline: new AbortController().signal,
        repeatEvery: () => () => undefined,
        warn: () => undefined,
        openState: () => Promise.resolve({ ...store, putRun: () => Promise.resolve() }),
        publish: () => Promise.resolve({ published: true, undelivered: [], failures: [], audience: null }),
      });
      return sandbox.calls.length - calls;
    };
    const [opening, quiet] = [await runOnce(), await runOnce()];
    lines.push({
      name: `round trips to the table, ${drifted} drifts opened`,
      value: opening,
      unit: 'calls',
      note: `the run after: ${quiet}`,
    });
    clients.destroy();
  }
  await sandbox.close();
  return lines;
}

/** Region names of the right form: aa, ab, … */
function letters(index: number): string {
  return String.fromCodePoint(97 + Math.floor(index / 676), 97 + (Math.floor(index / 26) % 26), 97 + (index % 26));
}

const RUNS = 7;

/** A whole `check` with and without its state, against a sandbox that takes its time. */
export async function benchState(): Promise<readonly Measurement[]> {
  await checkOnce(true);
  const without = await timed(RUNS, () => checkOnce(false));
  const withState = await timed(RUNS, () => checkOnce(true));
  const note = `${Math.round(withState)} ms ÷ ${Math.round(without)} ms`;
  return [{ name: 'a run with its state ÷ one without', value: withState / without, unit: '×', limit: 1.3, note }];
}

async function checkOnce(hasState: boolean): Promise<void> {
  const policy = parsePolicy('version: 1\ndesired: { status: ENABLED }\n', 'bench');
  const clients = createClients({ homeRegion: 'us-east-1' });
  const store = createStateTable({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
  const deps: CheckDeps = {
    ...createScanDeps(clients),
    openState: hasState ? () => Promise.resolve(store) : null,
    loadPolicy: () => Promise.resolve({ policy, source: 'bench', sha256: '0'.repeat(64) }),
    ceiling: 'report',
    publish: () => Promise.resolve({ published: true, undelivered: [], failures: [], audience: null }),
    warn: () => undefined,
    recordRun: () => undefined,
    testChannels: () => Promise.resolve([]),
    recordAudience: () => undefined,
    logReport: () => undefined,
    deadline: new AbortController().signal,
    repeatEvery: () => () => undefined,
  };
  await check({ trigger: 'schedule' }, deps);
  clients.destroy();
}
