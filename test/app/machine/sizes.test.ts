import { expect, test } from '@jest/globals';
import { repairItems } from '../../../lib/app/machine/gate-step.ts';
import { shardItems } from '../../../lib/app/machine/plan-step.ts';
import type { PlannedAccount, RunPlan } from '../../../lib/app/machine/files/run-files.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';

/** The most members that a Macie administrator can have. https://docs.aws.amazon.com/macie/latest/user/macie-quotas.html */
const MOST = 10_000;
/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const STATE_BYTES = 262_144;

const IDS = Array.from({ length: MOST }, (_, index) => String(100_000_000_000 + index));
const runId = 'a'.repeat(80);

function planOf(shardOf: (index: number) => number): RunPlan {
  const accounts = IDS.map((accountId, index): PlannedAccount => ({
    account: { accountId, name: null, email: null, organizationalUnits: [], isManagement: false },
    notApplicable: null,
    shard: shardOf(index),
  }));
  const policy = {
    policy: parsePolicy('version: 1\ndesired: { status: ENABLED }\n', 'policy.yml'),
    source: 'policy.yml',
    sha256: '0'.repeat(64),
  };
  const request = { policy, trigger: 'schedule', ceiling: 'enforce', publish: 'changes' } as const;
  return { v: 1, runId, startedAt: '', request, digest: false, accounts, leftOutAccounts: 0 };
}

const largest = (items: readonly object[]): number => Math.max(...items.map((item) => JSON.stringify(item).length));

test('the one shard of a run by status alone fits into the input of a state, with 10,000 accounts', () => {
  expect(largest(shardItems(planOf(() => 0)))).toBeLessThan(STATE_BYTES);
});

test('a shard of a full run has 25 accounts, however many there are', () => {
  const items = shardItems(planOf((index) => Math.floor(index / 25)));
  expect(items).toHaveLength(MOST / 25);
  expect(largest(items)).toBeLessThan(1000);
});

test('the shard of repairs that one administrator makes fits into the input of a state, with 10,000 accounts', () => {
  const approved = IDS.flatMap((accountId) =>
    ['eu-west-1', 'us-east-1'].map((region) => ({ accountId, region, setting: 'status', writer: '999900000001' })),
  );
  const gate = {
    v: 1,
    runId,
    approved,
    needed: 0,
    skipped: [],
    limited: [],
    cooling: { targets: [], until: null },
  } as const;
  const items = repairItems(gate);
  expect(items).toHaveLength(1);
  expect(largest(items)).toBeLessThan(STATE_BYTES);
});
