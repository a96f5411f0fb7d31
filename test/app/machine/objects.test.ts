import { beforeEach, describe, expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { member, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();
beforeEach(() => machine.reset(world({ 3: PAUSED_MEMBER }), POLICY));

const DENY = (operation: string) => `faults: [{ match: { operations: ["s3:${operation}"] }, kind: deny }]`;

describe('S3 that denies', () => {
  test.each(['PutObject', 'GetObject', 'HeadObject'])('%s: the execution fails with a sentence', async (operation) => {
    machine.reset(world({}, DENY(operation)), POLICY);
    const { execution } = await machine.run();
    expect(execution.error).toBe('RunObjectsError');
    const name = operation === 'HeadObject' ? 'GetObject' : operation;
    expect(execution.cause).toMatch(
      new RegExp(`s3://archive/runs/run-1/plan.json: S3 denied s3:${name}: the function needs s3:GetObject`),
    );
  });
});

describe('an object of a newer version', () => {
  const NEWER = JSON.stringify({ v: 2, anything: 'else' });

  test('of a shard is left alone, and its accounts are not reached', async () => {
    await machine.put('runs/run-1/shards/0.json', NEWER);
    const { execution } = await machine.run();
    expect(execution.error).toBeNull();
    expect(await machine.read('runs/run-1/shards/0.json')).toBe(NEWER);
    const { results, summary } = machine.report();
    expect(summary).toMatchObject({ targets: 60, unknown: 50, compliant: 10 });
    expect(results.find(({ accountId }) => accountId === member(3))).toMatchObject({
      verdict: 'unknown',
      reason: 'not-reached',
      detail:
        'its part of the run (shard 0) has no result that can be used: runs/run-1/shards/0.json was written by a newer version of macie-warden and was left alone',
    });
    expect(machine.writes()).toEqual([]);
  });

  test('of a repair is left alone, and its accounts are not reached', async () => {
    await machine.put('runs/run-1/repairs/0.json', NEWER);
    await machine.run();
    expect(machine.writes()).toEqual([]);
    const own = machine.report().results.filter(({ accountId }) => accountId === member(3));
    expect(own.map(({ reason }) => reason)).toEqual(['not-reached', 'not-reached']);
    expect(own[0]?.detail).toContain('written by a newer version');
  });

  test('of the gate: nothing is repaired, and the report says why', async () => {
    await machine.put('runs/run-1/gate.json', NEWER);
    const { execution, invoked } = await machine.run();
    expect(execution.error).toBeNull();
    expect(invoked.filter((step) => step.startsWith('repair'))).toEqual([]);
    expect(machine.writes()).toEqual([]);
    const { notices, results } = machine.report();
    expect(notices).toEqual([
      {
        kind: 'not-reached',
        message:
          'the state gate of the state machine failed (RunObjectsError), so nothing was repaired: see its execution',
      },
    ]);
    expect(results.flatMap(({ drifts }) => drifts.map(({ detail }) => detail))).toEqual([
      'the limits of the run could not be checked, so nothing was repaired',
    ]);
  });

  test('of the plan: the execution fails, and says what to do', async () => {
    await machine.put('runs/run-1/plan.json', NEWER);
    const { execution } = await machine.run();
    expect(execution.cause).toContain(
      'runs/run-1/plan.json was written by a newer version of macie-warden and was left alone. Start a new execution',
    );
  });
});

test.each(['{', '[]', '{"v":1,"runId":"run-1"}', '{"v":"1"}'])('a shard object %p is not used', async (text) => {
  await machine.put('runs/run-1/shards/1.json', text);
  await machine.run();
  expect(machine.report().results.find(({ accountId }) => accountId === member(26))?.detail).toContain(
    'runs/run-1/shards/1.json is not what macie-warden writes and was left alone',
  );
});

test('the plan lists every account before the first is read', async () => {
  await machine.run({ crashes: { 'scan:0': Array(3).fill('x'), 'scan:1': Array(3).fill('x') } });
  const plan = JSON.parse(await machine.read('runs/run-1/plan.json'));
  expect(plan.accounts).toHaveLength(30);
  expect(machine.report().summary).toMatchObject({ targets: 60, unknown: 60 });
});
