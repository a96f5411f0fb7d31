import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KEYS, type RunPlan, type ShardItem, type ShardResult } from '../lib/app/machine/files/run-files.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import type { StepName, StepPrint } from './machine-step.ts';
import { runNode } from './measure.ts';
import { ACCOUNT, forkSandbox } from './sandbox-process.ts';

/** One step: a whole process, start included. */
export interface MeasuredStep extends StepPrint {
  readonly seconds: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/** The steps of runs over an organization, with each call answered after `latencyMs`. */
export interface SteppedMachine {
  readonly step: (name: StepName, event: object) => Promise<MeasuredStep>;
  readonly plan: (runId: string) => RunPlan;
  readonly items: (key: string) => readonly ShardItem[];
  readonly writeShards: (plan: RunPlan, drifted: number) => void;
  readonly stop: () => void;
}

export async function steppedMachine(accounts: number, latencyMs: number): Promise<SteppedMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const policy = join(folder, 'policy.yml');
  const regions = `regions: [${MACIE_REGIONS.join(', ')}]`;
  writeFileSync(
    policy,
    `version: 1\naccounts: organization\n${regions}\nremediation: enforce\ndesired: { status: ENABLED }\n`,
  );
  const sandbox = await forkSandbox(latencyMs, accounts);
  const env = {
    ...sandbox.env,
    AWS_REGION: 'us-east-1',
    POLICY_SOURCE: policy,
    REMEDIATION: 'enforce',
    STATE_TABLE: 'state',
    ARCHIVE_BUCKET: 'archive',
    TOPIC_ARN: `arn:aws:sns:us-east-1:${ACCOUNT}:bench`,
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
  const read = (key: string): string => readFileSync(join(folder, key), 'utf8');
  return {
    step: async (name, event) => {
      const input = JSON.stringify(event);
      const args = [join(import.meta.dirname, 'machine-step.ts'), name, folder];
      const start = performance.now();
      const printed: StepPrint = JSON.parse(await runNode({ args, env: { ...env, EVENT: input } }));
      const seconds = (performance.now() - start) / 1000;
      return { ...printed, seconds, inputBytes: input.length, outputBytes: JSON.stringify(printed.output).length };
    },
    plan: (runId) => JSON.parse(read(KEYS.plan(runId))),
    items: (key) => JSON.parse(read(key)),
    writeShards: (plan, drifted) => {
      for (const result of shardsOf(plan, drifted)) {
        const path = join(folder, KEYS.shard(plan.runId, result.shard));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, JSON.stringify(result));
      }
    },
    stop: () => {
      sandbox.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The results of every shard: the first Region of so many accounts is paused, everything else is as desired. */
function shardsOf({ runId, startedAt, accounts }: RunPlan, drifted: number): readonly ShardResult[] {
  const paused = new Set(accounts.slice(0, drifted).map(({ account }) => account.accountId));
  return [...Map.groupBy(accounts, ({ shard }) => shard)].map(([shard, planned]) => ({
    v: 1,
    runId,
    shard,
    startedAt,
    isLate: false,
    scans: planned.map(({ account }) => ({
      account,
      regions: { source: 'policy', excluded: [] },
      ofTargets: MACIE_REGIONS.length,
      isWhole: true,
      targets: MACIE_REGIONS.map((region, index) => ({
        target: { accountId: account.accountId, region },
        observations: { session: sessionOf(index === 0 && paused.has(account.accountId)) },
      })),
      notices: [],
      unreachable: null,
    })),
  }));
}

function sessionOf(isPaused: boolean) {
  const values = {
    status: isPaused ? 'PAUSED' : 'ENABLED',
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    serviceRole: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
  };
  return { kind: 'values' as const, values };
}
