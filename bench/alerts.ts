import { createStore } from '../lib/state/table.ts';
import { check } from '../lib/app/check/check.ts';
import { createDeps, LIMITS } from '../lib/app/wiring/deps.ts';
import { tell } from '../lib/app/run/tell.ts';
import { looked } from '../test/app/run/attempts.ts';
import { createClients } from '../lib/aws/clients.ts';
import { reduce } from '../lib/core/alerts/reconcile.ts';
import type { Drift } from '../lib/core/model.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import type { Report, Result } from '../lib/core/compliance/report.ts';
import { runVerdict, summarize } from '../lib/core/compliance/verdict.ts';
import { parsePolicy } from '../lib/policy/parse.ts';
import { startSandbox } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { timed, type Measurement } from './measure.ts';

const SETTINGS = { remindAfterMs: 3 * 24 * 60 * 60 * 1000, blindAfter: 2, flapLimit: 3 };
const DRIFT: Drift = {
  setting: 'status',
  desired: 'ENABLED',
  actual: 'PAUSED',
  action: 'resume',
  outcome: 'planned',
  detail: null,
  waiver: null,
};
const NOW = '2026-11-24T09:00:00.000Z';

/** So many targets of one account or of many, the first of them drifted. */
function reportOf(
  targets: number,
  { drifted, perAccount = MACIE_REGIONS.length }: { drifted: number; perAccount?: number },
): Report {
  const results = Array.from({ length: targets }, (_, index): Result => {
    const isDrifted = index < drifted;
    const accountId = String(100_000_000_000 + Math.floor(index / perAccount));
    const region = perAccount > MACIE_REGIONS.length ? `region-${index}` : (MACIE_REGIONS[index % perAccount] ?? '');
    return {
      accountId,
      region,
      verdict: isDrifted ? 'drifted' : 'compliant',
      session: null,
      drifts: isDrifted ? [DRIFT] : [],
      reason: null,
      detail: null,
    };
  });
  const summary = summarize(results);
  return {
    schemaVersion: 1,
    runId: 'bench',
    startedAt: NOW,
    finishedAt: NOW,
    trigger: 'schedule',
    policy: { source: 'bench', sha256: '0'.repeat(64), remediation: 'report' },
    regions: { source: 'live', excluded: [] },
    verdict: runVerdict(summary),
    summary,
    notices: [],
    results,
  };
}

/** The reducer alone: 150,000 targets, 1,000 of them open. */
export function benchReducer(): readonly Measurement[] {
  const report = reportOf(150_000, { drifted: 1000 });
  const first = reduce({ items: [], report, now: new Date(NOW), settings: SETTINGS, isWhole: true });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const second = reduce({ items: first.next, report, now: new Date(NOW), settings: SETTINGS, isWhole: true });
  const ms = performance.now() - start;
  const grownMb = Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20;
  const note = `${second.next.length} items kept`;
  return [
    { name: 'alerts of 150,000 targets, 1,000 open: reduce', value: ms, unit: 'ms', note },
    { name: 'alerts of 150,000 targets, 1,000 open: heap', value: grownMb, unit: 'MB' },
  ];
}

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
    const store = createStore({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
    const report = reportOf(1001, { drifted, perAccount: 1001 });
    const run = async (runId: string): Promise<number> => {
      const calls = sandbox.calls.length;
      const deps = {
        store,
        now: () => new Date(NOW),
        wait: () => Promise.resolve(),
        publish: () => Promise.resolve({ undelivered: new Set<string>(), failure: null }),
      };
      const early = store.load(report.results[0]?.accountId ?? '');
      await tell(deps, {
        ...looked({ ...report, runId }),
        settings: SETTINGS,
        isAlways: false,
        deadline: new AbortController().signal,
        leaseMs: 900_000,
        early,
      });
      return sandbox.calls.length - calls;
    };
    const [opening, quiet] = [await run('1'), await run('2')];
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

const RUNS = 7;

/** A whole `check` with and without its memory, against a sandbox that takes its time. */
export async function benchMemory(): Promise<readonly Measurement[]> {
  const policy = {
    policy: parsePolicy('version: 1\ndesired: { status: ENABLED }\n', 'bench'),
    source: 'bench',
    sha256: '0'.repeat(64),
  };
  const once = async (isRemembering: boolean): Promise<void> => {
    const clients = createClients({ homeRegion: 'us-east-1' });
    const deps = createDeps(clients, LIMITS);
    const store = createStore({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
    const openStore = isRemembering ? () => Promise.resolve(store) : null;
    const nothing = (): void => undefined;
    const publish = () => Promise.resolve({ undelivered: new Set<string>(), failures: [] });
    const deadline = new AbortController().signal;
    await check(
      { trigger: 'schedule' },
      {
        ...deps,
        openStore,
        loadPolicy: () => Promise.resolve(policy),
        ceiling: 'report',
        publish,
        findCauses: () => Promise.resolve([]),
        onReport: nothing,
        onItems: nothing,
        onTold: nothing,
        onUnpublished: nothing,
        deadline,
        leaseMs: 900_000,
      },
    );
    clients.destroy();
  };
  await once(true);
  const without = await timed(RUNS, () => once(false));
  const remembering = await timed(RUNS, () => once(true));
  const note = `${Math.round(remembering)} ms ÷ ${Math.round(without)} ms`;
  return [
    { name: 'a run that remembers ÷ one that does not', value: remembering / without, unit: '×', limit: 1.3, note },
  ];
}
