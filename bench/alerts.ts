import { check } from '../lib/app/check/check.ts';
import type { CheckDeps } from '../lib/app/check/deps.ts';
import { run } from '../lib/app/run/run.ts';
import { createScanDeps } from '../lib/app/wiring/scan-deps.ts';
import { createClients } from '../lib/aws/clients.ts';
import { reconcile } from '../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE } from '../lib/core/alerts/records.ts';
import type { Drift } from '../lib/core/compliance/drift.ts';
import type { Report, Result } from '../lib/core/compliance/report.ts';
import { runVerdict, summarize } from '../lib/core/compliance/verdict.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { parsePolicy } from '../lib/policy/parse.ts';
import { createStateTable } from '../lib/state/table.ts';
import { fakeMacie, requestFor } from '../test/app/fake-macie.ts';
import { session } from '../test/core/values.ts';
import { startSandbox } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { timed, type Measurement } from './measure.ts';

const SETTINGS = { remindAfterMs: 3 * 24 * 60 * 60 * 1000, unreadableAfter: 2, flapLimit: 3 };
const DRIFT: Drift = {
  setting: 'status',
  desired: 'ENABLED',
  actual: 'PAUSED',
  action: 'resume',
  outcome: 'planned',
  failure: null,
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
      settings: { status: isDrifted ? 'PAUSED' : 'ENABLED' },
      unknowns: [],
      drifts: isDrifted ? [DRIFT] : [],
      reason: null,
      detail: null,
    };
  });
  const summary = summarize(results);
  return {
    schemaVersion: 2,
    runId: 'bench',
    startedAt: NOW,
    finishedAt: NOW,
    trigger: 'schedule',
    scope: { kind: 'full', accounts: [], regions: null, targets, ofTargets: targets },
    policy: { source: 'bench', sha256: '0'.repeat(64), remediation: 'report' },
    regions: { source: 'live', excluded: [] },
    verdict: runVerdict(summary),
    summary,
    notices: [],
    results,
  };
}

/** Reconciling alone: 150,000 targets, 1,000 of them open. */
export function benchReconcile(): readonly Measurement[] {
  const report = reportOf(150_000, { drifted: 1000 });
  const first = reconcile({ state: EMPTY_STATE, report, now: new Date(NOW), settings: SETTINGS });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const second = reconcile({ state: first, report, now: new Date(NOW), settings: SETTINGS });
  const ms = performance.now() - start;
  const grownMb = Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20;
  const note = `${second.drifts.length} records kept`;
  return [
    { name: 'alerts of 150,000 targets, 1,000 open: reconcile', value: ms, unit: 'ms', note },
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
    recordAudience: () => undefined,
    logReport: () => undefined,
    deadline: new AbortController().signal,
    repeatEvery: () => () => undefined,
  };
  await check({ trigger: 'schedule' }, deps);
  clients.destroy();
}
