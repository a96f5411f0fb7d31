import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseMachine } from '../../../../sandbox/stack/machine/definition.ts';
import { redrive, startExecution } from '../../../../sandbox/stack/machine/execution.ts';
import type { Execution } from '../../../../sandbox/stack/machine/run.ts';
import { fakeSteps, type Estate } from './fake-steps.ts';
import { DEFINITION, SUBSTITUTIONS } from './organization.ts';

const machine = parseMachine(DEFINITION, SUBSTITUTIONS);
const REQUEST = { depth: 'status' };
const CRASH = 'Runtime.ExitError';

async function runMachine(estate: Estate) {
  const steps = fakeSteps(estate);
  const execution = await startExecution(machine, { name: 'run-1', input: REQUEST }, steps.aws);
  return { ...steps, execution };
}

/** The states of the machine itself, in their order. */
function statesOf({ name, history }: Execution): readonly string[] {
  return history.filter((event) => event.execution === name && event.error === null).map(({ state }) => state);
}

const ALL = ['Plan', 'Scan', 'Gate', 'HasRepairs', 'Repair', 'Conclude'];

describe('a run', () => {
  test('goes through all states if there is something to repair', async () => {
    const { execution, work, inputs, reports } = await runMachine({ shards: 3, drifted: [1] });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', data: { verdict: 'compliant', reported: true } });
    expect(statesOf(execution)).toEqual(ALL);
    expect(work).toEqual(['scan:0', 'scan:1', 'scan:2', 'repair:1']);
    expect(inputs.get('plan')).toEqual({ runId: 'run-1', maxConcurrency: '10', request: REQUEST });
    expect(inputs.get('scan:2')).toEqual({ runId: 'run-1', shard: 2, accounts: ['account-2'] });
    expect(reports).toEqual([{ notReached: 0, notRepaired: 0, failed: [] }]);
  });

  test('skips Repair if there is nothing to repair', async () => {
    const { execution, invoked } = await runMachine({ shards: 2 });
    expect(statesOf(execution)).toEqual(ALL.filter((name) => name !== 'Repair'));
    expect(invoked.filter((step) => step.startsWith('repair'))).toEqual([]);
  });

  test('each step gets what the contract says', async () => {
    const { inputs } = await runMachine({ shards: 1, drifted: [0] });
    const planned = {
      runId: 'run-1',
      bucket: 'bucket',
      scanKey: 'runs/run-1/scan.json',
      shards: 1,
      maxConcurrency: 10,
    };
    const gated = { ...planned, scan: { finished: true }, repairKey: 'runs/run-1/repair.json', repairs: 1 };
    expect(inputs.get('gate')).toEqual({ ...planned, scan: { finished: true } });
    expect(inputs.get('conclude')).toEqual({ ...gated, repair: { finished: true } });
  });

  test('without an account is concluded too', async () => {
    const { execution, reports } = await runMachine({ shards: 0 });
    expect(execution.status).toBe('SUCCEEDED');
    expect(reports).toHaveLength(1);
  });

  test('400 shards stay far below the limit of what a state may pass', async () => {
    const { execution } = await runMachine({ shards: 400, drifted: Array.from({ length: 400 }, (_, shard) => shard) });
    expect(execution.status).toBe('SUCCEEDED');
    const results = execution.children.get('Scan')?.map(({ data }) => data);
    expect(JSON.stringify(results).length).toBeLessThan(10_000);
  });

  test('as many shards run at the same time as the parameter says', async () => {
    for (const MaxConcurrency of ['1', '4']) {
      const { aws, work } = fakeSteps({ shards: 9 });
      let running = 0;
      let most = 0;
      const [, scan] = [...aws.functions];
      const functions = new Map(aws.functions);
      functions.set(String(scan?.[0]), async (payload) => {
        most = Math.max(most, ++running);
        return scan?.[1](payload).finally(() => running--);
      });
      const bound = parseMachine(DEFINITION, { ...SUBSTITUTIONS, MaxConcurrency });
      await startExecution(bound, { name: 'run-1', input: REQUEST }, { ...aws, functions });
      expect(most).toBe(Number(MaxConcurrency));
      expect(work).toHaveLength(9);
    }
  });
});

describe('a shard', () => {
  test('that crashes twice is read at the third attempt', async () => {
    const { execution, work, reports } = await runMachine({
      shards: 3,
      crashes: { 'scan:1': [CRASH, 'Lambda.Unknown'] },
    });
    expect(work).toHaveLength(3);
    expect(reports).toEqual([{ notReached: 0, notRepaired: 0, failed: [] }]);
    expect(execution.history.filter((event) => event.execution === 'run-1/Scan:1').map(({ error }) => error)).toEqual([
      CRASH,
      'Lambda.Unknown',
      null,
    ]);
  });

  test('that crashes each time costs its accounts, and is shown as failed', async () => {
    const { execution, reports } = await runMachine({
      shards: 3,
      drifted: [0],
      crashes: { 'scan:1': [CRASH, CRASH, CRASH] },
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(statesOf(execution)).toEqual(ALL);
    expect(execution.children.get('Scan')?.map(({ status }) => status)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
    expect(reports).toEqual([{ notReached: 1, notRepaired: 0, failed: [] }]);
  });

  test('that Lambda throttles is tried for minutes', async () => {
    const throttled = Array.from({ length: 8 }, () => 'Lambda.TooManyRequestsException');
    const { reports, aws } = await runMachine({ shards: 1, crashes: { 'scan:0': throttled } });
    expect(reports).toEqual([{ notReached: 0, notRepaired: 0, failed: [] }]);
    // With half of each delay as jitter.
    expect(aws.waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('that is delivered twice is read once', async () => {
    const { work, invoked } = await runMachine({
      shards: 3,
      drifted: [0, 1],
      deliveries: (name) => (name.endsWith(':1') ? 2 : 1),
    });
    expect(invoked.filter((step) => step.endsWith(':1'))).toEqual(['scan:1', 'scan:1', 'repair:1', 'repair:1']);
    expect(work).toEqual(['scan:0', 'scan:1', 'scan:2', 'repair:0', 'repair:1']);
  });

  test('that is killed between its write and its answer is not read again', async () => {
    const { work, invoked, reports } = await runMachine({
      shards: 1,
      drifted: [0],
      killedAfterWrite: ['scan:0', 'repair:0'],
    });
    expect(invoked).toEqual(['plan', 'scan:0', 'scan:0', 'gate', 'repair:0', 'repair:0', 'conclude']);
    expect(work).toEqual(['scan:0', 'repair:0']);
    expect(reports).toEqual([{ notReached: 0, notRepaired: 0, failed: [] }]);
  });
});

describe('a state that fails', () => {
  const always = (...steps: readonly string[]): NonNullable<Estate['crashes']> =>
    Object.fromEntries(steps.map((step) => [step, Array.from({ length: 3 }, () => CRASH)]));

  test.each<[string, Estate, readonly string[], object]>([
    [
      'all shards',
      { shards: 2, crashes: always('scan:0', 'scan:1') },
      ALL.filter((name) => name !== 'Repair'),
      { notReached: 2, failed: [] },
    ],
    [
      'all repairs',
      { shards: 2, drifted: [0, 1], crashes: always('repair:0', 'repair:1') },
      ALL,
      { notRepaired: 2, failed: [] },
    ],
    ['Gate', { shards: 2, drifted: [1], crashes: always('gate') }, ['Plan', 'Scan', 'Conclude'], { failed: ['gate'] }],
    [
      'Scan without its object',
      { shards: 2, lost: ['runs/run-1/scan.json'] },
      ['Plan', 'Conclude'],
      { notReached: 2, failed: ['scan'] },
    ],
    [
      'Repair without its object',
      { shards: 2, drifted: [1], lost: ['runs/run-1/repair.json'] },
      ['Plan', 'Scan', 'Gate', 'HasRepairs', 'Conclude'],
      { notRepaired: 1, failed: ['repair'] },
    ],
  ])('%s: the run is concluded', async (_, estate, states, report) => {
    const { execution, reports } = await runMachine(estate);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', data: { reported: true } });
    expect(statesOf(execution)).toEqual(states);
    expect(reports).toEqual([expect.objectContaining(report)]);
  });

  test.each(['plan', 'conclude'])('%s: the execution fails', async (step) => {
    const { execution } = await runMachine({ shards: 1, crashes: always(step) });
    expect(execution).toMatchObject({ status: 'FAILED', error: CRASH });
  });

  test('any two errors of any step leave a run that has reached everything', async () => {
    const steps = ['plan', 'scan:0', 'scan:1', 'scan:2', 'gate', 'repair:0', 'repair:2', 'conclude'];
    const errors = fc.array(
      fc.constantFrom(CRASH, 'Lambda.Unknown', 'Lambda.ServiceException', 'States.Timeout', 'Error'),
      { maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...steps), errors), async (crashes) => {
        const { execution, reports, work } = await runMachine({ shards: 3, drifted: [0, 2], crashes });
        expect(execution.status).toBe('SUCCEEDED');
        expect(reports).toEqual([{ notReached: 0, notRepaired: 0, failed: [] }]);
        expect(work.toSorted()).toEqual(['repair:0', 'repair:2', 'scan:0', 'scan:1', 'scan:2']);
      }),
    );
  });
});

describe('a redrive', () => {
  test('of a run that could not be concluded only concludes', async () => {
    const { execution, aws, invoked } = await runMachine({
      shards: 2,
      drifted: [1],
      crashes: { conclude: [CRASH, CRASH, CRASH] },
    });
    expect(execution.status).toBe('FAILED');
    invoked.length = 0;
    await redrive(execution, machine, aws);
    expect(execution.status).toBe('SUCCEEDED');
    expect(invoked).toEqual(['conclude']);
  });

  test('of a run that was stopped reads the shards that have no result, once', async () => {
    const steps = fakeSteps({ shards: 5 });
    const stop = new AbortController();
    const bound = parseMachine(DEFINITION, { ...SUBSTITUTIONS, MaxConcurrency: '1' });
    const functions = new Map(
      [...steps.aws.functions].map(([arn, fn]) => [
        arn,
        (payload: unknown) =>
          fn(payload).finally(() => {
            if (steps.work.length === 3) stop.abort();
          }),
      ]),
    );
    const stopped = { ...steps.aws, functions, signal: stop.signal };
    const execution = await startExecution(bound, { name: 'run-1', input: REQUEST }, stopped);
    expect(execution).toMatchObject({ status: 'ABORTED', state: 'Scan' });
    await redrive(execution, bound, steps.aws);
    expect(execution.status).toBe('SUCCEEDED');
    expect(steps.work).toEqual(['scan:0', 'scan:1', 'scan:2', 'scan:3', 'scan:4']);
    expect(steps.invoked.filter((step) => step === 'scan:1')).toHaveLength(1);
    expect(steps.invoked.filter((step) => step === 'scan:2')).toHaveLength(2);
  });
});
