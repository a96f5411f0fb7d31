import { join } from 'node:path';
import { createClients } from '../lib/aws/clients.ts';
import { runRecord } from '../lib/core/alerts/statistics.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { DAY_MS, HOUR_MS } from '../lib/core/time.ts';
import { createStateTable, type StateTable } from '../lib/state/table.ts';
import { startSandbox, sandboxEnv } from '../sandbox/server/server.ts';
import { simulatedRuns, type Oddity, type SimulatedRun } from '../sandbox/simulated-runs.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { runNode, timed, type Measurement } from './measure.ts';

const MAIN = join(import.meta.dirname, '../cli/main.ts');
const ACCOUNT = '111122223333';
const TABLE = 'macie-warden-prod';
const DAYS = 365;
const DRIFTS = 1000;
const DRIFT_MS = 3 * HOUR_MS;
const AT_ONCE = 50;

/** `evidence` and `history` as whole processes, of a table with a year of hourly runs over 22 Regions and 1,000 drifts. */
export async function benchEvidence(): Promise<readonly Measurement[]> {
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const from = to - DAYS * DAY_MS;
  const sandbox = await startSandbox({ world: parseWorld(`tables: [${TABLE}]`, 'bench') });
  const env = sandboxEnv(sandbox, ACCOUNT);
  Object.assign(process.env, env);
  try {
    await fill(from, to);
    const ask = async (args: readonly string[]) => {
      const before = sandbox.calls.length;
      let output = '';
      const ms = await timed(1, async () => {
        output = await runNode({ args: [MAIN, ...args, '--table', TABLE], env });
      });
      const asked = sandbox.calls.slice(before).filter(({ service }) => service === 'dynamodb');
      return { ms, output, asked };
    };
    const [first, last] = [from, to - DAY_MS].map((day) => new Date(day).toISOString().slice(0, 10));
    const period = ['evidence', '--from', String(first), '--to', String(last)];
    const evidence = await ask([...period, '--format', 'json']);
    const page = await ask([...period, '--format', 'html']);
    const history = await ask(['history', '--since', String(first), '--until', String(last), '--format', 'csv']);
    assertDrifts(evidence.output);
    const operations = [...Map.groupBy(evidence.asked, ({ operation }) => operation)];
    const note = operations.map(([name, calls]) => `${calls.length} ${name}`).join(', ');
    const kb = Buffer.byteLength(page.output) / 1000;
    return [
      { name: 'evidence of a year of hourly runs, 1,000 drifts: time', value: evidence.ms, unit: 'ms', note: 'JSON' },
      {
        name: 'evidence of a year of hourly runs, 1,000 drifts: requests',
        value: evidence.asked.length,
        unit: 'calls',
        note,
      },
      {
        name: 'evidence of a year of hourly runs, 1,000 drifts: page',
        value: kb,
        unit: 'KB',
        note: `${Math.round(page.ms)} ms`,
      },
      { name: 'history of a year of hourly runs, 1,000 drifts: time', value: history.ms, unit: 'ms', note: 'CSV' },
      { name: 'history of a year of hourly runs, 1,000 drifts: requests', value: history.asked.length, unit: 'calls' },
    ];
  } finally {
    await sandbox.close();
  }
}

/** Stores each run as the stack does. */
async function fill(from: number, to: number): Promise<void> {
  const clients = createClients({ homeRegion: 'us-east-1' });
  const store = createStateTable({ client: clients.dynamodb, table: TABLE, wait: () => Promise.resolve() });
  const targets = MACIE_REGIONS.map((region) => ({ accountId: ACCOUNT, region }));
  const starts = Array.from({ length: (to - from) / HOUR_MS }, (_, hour) => from + hour * HOUR_MS);
  const runs = simulatedRuns({ targets, starts, oddities: (start) => oddities(start, { from, to }) });
  let writes: Promise<void>[] = [];
  for (const run of runs) {
    writes.push(putRun(run, store));
    if (writes.length < AT_ONCE) continue;
    await Promise.all(writes);
    writes = [];
  }
  await Promise.all(writes);
}

async function putRun({ report, before, after, events, scanRecord }: SimulatedRun, store: StateTable): Promise<void> {
  const stored = { state: before, asOf: null, unreadableKeys: [], convertedKeys: [] };
  if (events.length > 0) await store.save(ACCOUNT, { before: stored, after, events });
  await store.putRun(runRecord(report, []), scanRecord);
}

/** A drift begins each 8.76 hours, in the next Region, and lasts for three hours. */
function oddities(start: number, { from, to }: { readonly from: number; readonly to: number }): readonly Oddity[] {
  const distance = (to - from) / DRIFTS;
  const latest = Math.floor((start - from) / distance);
  return MACIE_REGIONS.slice(0, Math.ceil(DRIFT_MS / distance) + 1).flatMap((_, index): Oddity[] => {
    const drift = latest - index;
    const age = start - (from + drift * distance);
    const region = MACIE_REGIONS[drift % MACIE_REGIONS.length];
    return drift < 0 || age >= DRIFT_MS || region === undefined
      ? []
      : [{ accountId: ACCOUNT, region, status: 'PAUSED' }];
  });
}

function assertDrifts(json: string): void {
  const { targets }: { targets: { spans: { kind: string }[] }[] } = JSON.parse(json);
  const drifts = targets.flatMap(({ spans }) => spans).filter(({ kind }) => kind === 'drifted').length;
  if (drifts !== DRIFTS) throw new Error(`the evidence has ${drifts} drifts, and the table ${DRIFTS}`);
}
