import type { Macie2Client } from '@aws-sdk/client-macie2';
import type { RunDeps } from '../lib/app/run/deps.ts';
import type { RunResult } from '../lib/app/run/result.ts';
import { run } from '../lib/app/run/run.ts';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { createScanDeps, repeatEvery } from '../lib/app/wiring/scan-deps.ts';
import { createClients, type Clients } from '../lib/aws/clients.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { DAY_MS, HOUR_MS } from '../lib/core/time.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { rulesOfReport } from '../lib/policy/rules-of-report.ts';
import type { ReportBackground } from '../lib/render/view/report-background.ts';
import { desiredLines } from '../lib/render/words/desired-words.ts';
import { createStateTable } from '../lib/state/table.ts';
import { macieAs } from './demo-stack.ts';
import { sandboxEnv, startSandbox } from './server/server.ts';
import type { World } from './worlds/world-schema.ts';

const TABLE = 'macie-warden-prod';
const RUN_MS = 300_000;

/** A call of a person in the hour before the run of a day. */
export interface PastCall {
  /** Days before the last run. */
  readonly daysBefore: number;
  readonly person: string;
  readonly region: string;
  readonly call: (macie: Macie2Client) => Promise<unknown>;
}

export interface Past {
  readonly world: World;
  readonly policy: LoadedPolicy;
  /** The days with a run, as days before the last one. */
  readonly days: readonly number[];
  readonly calls: readonly PastCall[];
  /** The time of the last run. */
  readonly end: Date;
}

export interface PastReport {
  readonly report: Report;
  readonly background: ReportBackground;
}

/** Runs of macie-warden on a local AWS whose clock goes from day to day, and the report of the last one. */
export async function runPast({ world, policy, days, calls, end }: Past): Promise<PastReport> {
  let clock = clockFrom(end);
  const sandbox = await startSandbox({ world, now: () => clock() });
  Object.assign(process.env, sandboxEnv(sandbox, sandbox.hub));
  try {
    const ended: RunResult[] = [];
    for (const day of days.toSorted((a, b) => b - a)) {
      const at = new Date(end.getTime() - day * DAY_MS);
      clock = clockFrom(new Date(at.getTime() - HOUR_MS / 2));
      for (const { person, region, call } of calls.filter(({ daysBefore }) => daysBefore === day))
        await call(await macieAs(sandbox.url, { person, region }));
      clock = clockFrom(at);
      ended.push(await runAt(clock, policy));
    }
    const last = ended.at(-1);
    if (last === undefined) throw new Error('there is no day with a run');
    return { report: last.report, background: await backgroundOf(last, policy) };
  } finally {
    await sandbox.close();
  }
}

/** Faster than a real one: AWS, and the sandbox as well, takes only so many calls a second. */
const PACE = 60;

function clockFrom(start: Date): () => Date {
  const startedMs = performance.now();
  return () => new Date(start.getTime() + (performance.now() - startedMs) * PACE);
}

/** The credentials of a run end with it: on the next day they would be too old. */
async function runAt(now: () => Date, policy: LoadedPolicy): Promise<RunResult> {
  const clients = createClients({ homeRegion: 'us-east-1' });
  try {
    return await run({ policy, trigger: 'schedule', ceiling: 'enforce', publish: 'changes' }, depsAt(now, clients));
  } finally {
    clients.destroy();
  }
}

function depsAt(now: () => Date, clients: Clients): RunDeps {
  const deps = createScanDeps(clients);
  return {
    ...deps,
    now,
    limits: { ...deps.limits, readBackWaitsMs: [0, 0, 0, 0] },
    openState: () => Promise.resolve(stateOf(clients)),
    // The messages of the past are not shown.
    publish: () => Promise.resolve({ published: true, undelivered: [], failures: [], audience: null }),
    warn: () => undefined,
    deadline: AbortSignal.timeout(RUN_MS),
    repeatEvery,
  };
}

function stateOf(clients: Clients): ReturnType<typeof createStateTable> {
  return createStateTable({ client: clients.dynamodb, table: TABLE, wait: () => Promise.resolve() });
}

async function backgroundOf({ report, state }: RunResult, policy: LoadedPolicy): Promise<ReportBackground> {
  const clients = createClients({ homeRegion: 'us-east-1' });
  const { unitNames } = await import('../lib/aws/unit-names.ts');
  const signal = AbortSignal.timeout(RUN_MS);
  try {
    const units = [...new Set((report.units ?? []).flatMap(({ path }) => path))];
    const [runs, names, { arn }] = await Promise.all([
      stateOf(clients).lastRuns(1000),
      unitNames(clients, { units, signal }),
      createScanDeps(clients).forAccount(OWN_ACCOUNT).identify(signal),
    ]);
    const severityRules = rulesOfReport({ report, policy: policy.policy });
    return { runs, state, desired: desiredLines(policy.policy), identity: arn, unitNames: names, severityRules };
  } finally {
    clients.destroy();
  }
}
