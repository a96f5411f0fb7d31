import { beforeEach, describe, expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { ADMINISTRATOR, member, MEMBERS, PAUSED_ALONE, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();
beforeEach(() => machine.reset(world({ 3: PAUSED_MEMBER, 26: PAUSED_ALONE }), POLICY));

const CRASH = 'Runtime.ExitError';
const subjects = () => machine.sandbox().inbox.map(({ subject }) => subject);
const WRITES = [
  `UpdateMacieSession by ${member(26)} in eu-west-1`,
  `UpdateMemberSession by ${ADMINISTRATOR} in eu-west-1`,
];
/** The second shard: the last members and the management account. */
const SECOND = [...MEMBERS.slice(24), '999900000001'];

const readings = () => machine.sandbox().calls.filter(({ operation }) => operation === 'GetMacieSession').length;

/** Everything was repaired once, and one message says so. */
function expectRepairedOnce(): void {
  expect(machine.writes().toSorted()).toEqual(WRITES);
  expect(machine.report().summary).toMatchObject({ targets: 60, compliant: 60 });
  expect(subjects()).toHaveLength(1);
}

describe('a shard', () => {
  test('that crashes twice is read and repaired at the third attempt', async () => {
    const { execution, invoked } = await machine.run({
      crashes: { 'scan:1': [CRASH, 'Lambda.Unknown'], 'repair:0': [CRASH, CRASH] },
    });
    expect(execution.error).toBeNull();
    expect(invoked.filter((step) => step === 'scan:1' || step === 'repair:0')).toHaveLength(6);
    expectRepairedOnce();
  });

  test('that is delivered twice at the same time writes once', async () => {
    const { execution, invoked } = await machine.run({ deliveries: (name) => (name.includes('/') ? 2 : 1) });
    expect(execution.error).toBeNull();
    expect(invoked.filter((step) => step === 'repair:0')).toHaveLength(2);
    expectRepairedOnce();
  });

  test('that is killed between its object and its answer is not done again', async () => {
    await machine.run();
    const undisturbed = readings();
    machine.reset(world({ 3: PAUSED_MEMBER, 26: PAUSED_ALONE }), POLICY);
    const killed = ['plan', 'scan:0', 'scan:1', 'gate', 'repair:0', 'repair:1'];
    const { execution, invoked } = await machine.run({ killedAfterWrite: killed });
    expect(execution.error).toBeNull();
    expect(invoked).toHaveLength(2 * killed.length + 1);
    expect(readings()).toBe(undisturbed);
    expectRepairedOnce();
  });

  test('that is killed between its writes and its object writes nothing again, and its repairs are reported', async () => {
    const { execution, invoked } = await machine.run({ killedBeforeWrite: ['repair:0', 'repair:1'] });
    expect(execution.error).toBeNull();
    expect(invoked.filter((step) => step.startsWith('repair'))).toHaveLength(4);
    expect(machine.writes().toSorted()).toEqual(WRITES);
    expect(machine.report().verdict).toBe('compliant');
    const kinds = machine.results.flatMap(({ alerts }) => (alerts ?? []).map(({ kind }) => kind));
    expect(kinds).toEqual(['repaired', 'repaired']);
    expect(subjects()).toHaveLength(1);
  });

  test('whose repair crashes each time leaves a failure that names it, and no attempt uncounted', async () => {
    const { execution } = await machine.run({
      crashes: { 'repair:0': [CRASH, CRASH, CRASH], 'repair:1': [CRASH, CRASH, CRASH] },
    });
    expect(execution.error).toBeNull();
    const failed = machine.report().results.flatMap(({ drifts }) => drifts);
    expect(failed.map(({ outcome, failure }) => [outcome, failure?.reason])).toEqual([
      ['failed', 'not-reached'],
      ['failed', 'not-reached'],
    ]);
    expect(machine.report().verdict).toBe('drifted');
    expect(subjects()).toHaveLength(1);
    // The next run repairs them.
    await machine.run({}, { name: 'run-2' });
    expectRepairedNext();
  });

  function expectRepairedNext(): void {
    expect(machine.writes().toSorted()).toEqual(WRITES);
    expect(machine.report().verdict).toBe('compliant');
    expect(subjects()).toHaveLength(2);
  }

  test('that never answers costs its accounts: they are not reached, and nothing of theirs is resolved', async () => {
    machine.reset(world({ 3: PAUSED_MEMBER, 26: PAUSED_ALONE }), POLICY.replace('remediation: enforce\n', ''));
    await machine.run();
    expect(await machine.store().openAccounts()).toEqual([member(3), member(26)]);
    await machine.run({ crashes: { 'scan:1': [CRASH, CRASH, CRASH] } }, { name: 'run-2' });
    const report = machine.report();
    expect(report.verdict).toBe('drifted');
    const unknown = report.results.filter(({ verdict }) => verdict === 'unknown');
    expect([...new Set(unknown.map(({ accountId }) => accountId))]).toEqual(SECOND);
    expect(unknown).toHaveLength(10);
    expect(new Set(unknown.map(({ reason, detail }) => `${reason}: ${detail}`))).toEqual(
      new Set([
        'not-reached: its part of the run (shard 1) ended without a result: see the execution of the state machine',
      ]),
    );
    expect(report.notices).toEqual([
      {
        kind: 'not-reached',
        message:
          '5 of 30 accounts were not reached, because their part of the run has no result: see the execution of the state machine',
      },
    ]);
    const { state } = await machine.store().load(member(26));
    expect(state.drifts.map((record) => record.state)).toEqual(['open']);
    const kinds = (machine.results.at(-1)?.alerts ?? []).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['unreadable']));
  });
});

describe('a redrive', () => {
  test('of a run that was stopped reads and repairs what has no result, once', async () => {
    const stop = new AbortController();
    const { execution } = await machine.run({
      signal: stop.signal,
      before: (step) => {
        if (step === 'repair:1') stop.abort();
      },
    });
    expect(execution.status).toBe('ABORTED');
    const { invoked } = await machine.redrive(execution);
    expect(execution.status).toBe('SUCCEEDED');
    expect(invoked.filter((step) => step.startsWith('scan') || step === 'plan')).toEqual([]);
    expectRepairedOnce();
  });

  test('of a run that could not be concluded sends its alerts once', async () => {
    const { execution } = await machine.run({ crashes: { conclude: [CRASH, CRASH, CRASH] } });
    expect(execution.status).toBe('FAILED');
    expect(subjects()).toEqual([]);
    const { invoked } = await machine.redrive(execution);
    expect(invoked).toEqual(['conclude']);
    expectRepairedOnce();
  });
});

test('conclude whose table does not answer fails the execution after every retry, and a redrive sends what was not sent', async () => {
  const asked: string[] = [];
  const openAccounts = () => {
    asked.push('openAccounts');
    return Promise.reject(new Error('ProvisionedThroughputExceededException'));
  };
  const openOrganizationStore = () => Promise.resolve({ ...machine.store(), openAccounts });
  const { execution, invoked } = await machine.run({ deps: { openOrganizationStore } });
  // The alarm on failed executions is what a person gets: it needs neither the table nor the function.
  expect(execution).toMatchObject({ status: 'FAILED', state: 'Conclude' });
  expect(execution.cause).toContain('ProvisionedThroughputExceededException');
  expect(invoked.filter((step) => step === 'conclude')).toHaveLength(3);
  // The plan asks once, for accounts that have left.
  expect(asked).toHaveLength(4);
  expect(subjects()).toEqual([]);
  expect((await machine.redrive(execution)).invoked).toEqual(['conclude']);
  expectRepairedOnce();
});

test('conclude that is killed after its message does not send it again', async () => {
  const { invoked } = await machine.run({ killedAfterWrite: ['conclude'] });
  expect(invoked.filter((step) => step === 'conclude')).toHaveLength(2);
  expectRepairedOnce();
});

test('two executions at the same time write once', async () => {
  const [first, second] = await Promise.all([machine.run(), machine.run({}, { name: 'run-2' })]);
  expect([first.execution.error, second.execution.error]).toEqual([null, null]);
  expect(machine.writes().toSorted()).toEqual(WRITES);
});
