import { describe, expect, test } from '@jest/globals';
import { redrive, startExecution } from '../../../../sandbox/stack/machine/execution.ts';
import { Failure } from '../../../../sandbox/stack/machine/failure.ts';
import { awsOf, machineOf, retrier, task } from './machines.ts';

const echo = (payload: unknown): Promise<unknown> => Promise.resolve(payload);
const KB_256 = 262_144;

/** A function that fails with these errors, one after the other, and then answers `done`. */
function failing(...errors: readonly string[]): () => Promise<string> {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve('done') : Promise.reject(new Failure(error, 'no'));
  };
}

describe('states', () => {
  test('a Task fills its payload, selects from the result, and places it', async () => {
    const machine = machineOf({
      A: task('f', {
        Parameters: { FunctionName: 'f', Payload: { 'run.$': '$$.Execution.Name', 'a.$': '$.a', fixed: '$.a' } },
        ResultSelector: { 'answer.$': '$.Payload', 'status.$': '$.StatusCode' },
        ResultPath: '$.result',
        OutputPath: '$',
      }),
    });
    const done = await startExecution(machine, { name: 'run-1', input: { a: 1 } }, awsOf({ f: echo }));
    const answer = { run: 'run-1', a: 1, fixed: '$.a' };
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: { a: 1, result: { answer, status: 200 } } });
  });

  test('a payload and an answer pass as JSON: functions share no object, and undefined is null', async () => {
    const seen: unknown[] = [];
    const keep = (payload: unknown): Promise<unknown> => {
      seen.push(payload);
      Reflect.set(payload as object, 'at', 'changed');
      return Promise.resolve(undefined);
    };
    const input = { at: new Date(0), none: undefined };
    const done = await startExecution(machineOf({ A: task('f') }), { name: 'run-1', input }, awsOf({ f: keep }));
    expect(seen).toEqual([{ at: 'changed' }]);
    expect(input.at).toEqual(new Date(0));
    expect(done.data).toBeNull();
  });

  test.each([
    [1, 'more'],
    [0, 'less'],
    ['1', 'less'],
    [null, 'less'],
  ])('a Choice with %j leads to %s', async (count, to) => {
    const machine = machineOf({
      A: { Type: 'Choice', Choices: [{ Variable: '$.count', NumericGreaterThan: 0, Next: 'More' }], Default: 'Less' },
      More: { Type: 'Pass', Parameters: { to: 'more' }, End: true },
      Less: { Type: 'Pass', Parameters: { to: 'less' }, Next: 'Ready' },
      Ready: { Type: 'Succeed' },
    });
    const done = await startExecution(machine, { name: 'run-1', input: { count } }, awsOf({}));
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: { to } });
  });

  test('Fail fails with its error, and again after a redrive', async () => {
    const machine = machineOf({ A: { Type: 'Fail', Error: 'Bad', Cause: 'no reason' } });
    const failed = await startExecution(machine, { name: 'run-1', input: {} }, awsOf({}));
    await redrive(failed, machine, awsOf({}));
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'no reason' });
    expect(failed.history.map(({ error }) => error)).toEqual(['Bad', 'Bad']);
  });

  test('a function that is missing throws before anything runs', async () => {
    const machine = machineOf({ A: task('f', { Next: 'B' }), B: task('g') });
    await expect(startExecution(machine, { name: 'run-1', input: {} }, awsOf({ f: echo }))).rejects.toThrow(
      'no function g',
    );
  });

  test('a path that is not in the input fails the execution, and States.ALL does not match it', async () => {
    const machine = machineOf({
      A: task('f', {
        OutputPath: '$.x',
        Retry: [retrier],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'B' }],
        Next: 'B',
      }),
      B: task('f'),
    });
    const failed = await startExecution(machine, { name: 'run-1', input: {} }, awsOf({ f: echo }));
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.Runtime', state: 'A' });
  });
});

describe('Retry and Catch', () => {
  const two = { ...retrier, ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 1, MaxAttempts: 1 };

  test('the first retrier that matches counts, each waits longer, up to its longest delay', async () => {
    const aws = awsOf({ f: failing('A', 'Lambda.Unknown', 'B', 'C') });
    const done = await startExecution(
      machineOf({ A: task('f', { Retry: [two, retrier] }) }),
      { name: 'run-1', input: {} },
      aws,
    );
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: 'done' });
    // Half of 2, of 1, of 6 and of 10, which is less than 18.
    expect(aws.waits).toEqual([1, 0.5, 3, 5]);
    expect(done.history.map(({ attempt, error }) => [attempt, error])).toEqual([
      [1, 'A'],
      [2, 'Lambda.Unknown'],
      [3, 'B'],
      [4, 'C'],
      [5, null],
    ]);
  });

  test('a retrier that has no attempt left does not pass an error on to the next one', async () => {
    const aws = awsOf({ f: failing('Lambda.Unknown', 'Lambda.Unknown') });
    const failed = await startExecution(
      machineOf({ A: task('f', { Retry: [two, retrier] }) }),
      { name: 'run-1', input: {} },
      aws,
    );
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Lambda.Unknown', cause: 'no' });
  });

  test('the first catcher that matches gets the input of the state, with the error', async () => {
    const caught = { ResultPath: '$.failures.a', Next: 'B' };
    const machine = machineOf({
      A: task('f', {
        Next: 'B',
        Catch: [
          { ErrorEquals: ['Other'], ...caught, Next: 'C' },
          { ErrorEquals: ['States.ALL'], ...caught },
        ],
      }),
      B: task('g'),
      C: task('g'),
    });
    const bad = (): Promise<unknown> => Promise.reject(new TypeError('no such thing'));
    const done = await startExecution(machine, { name: 'run-1', input: { a: 1 } }, awsOf({ f: bad, g: echo }));
    const Cause = JSON.stringify({ errorType: 'TypeError', errorMessage: 'no such thing' });
    expect(done).toMatchObject({ status: 'SUCCEEDED', state: 'B' });
    expect(done.data).toEqual({ a: 1, failures: { a: { Error: 'TypeError', Cause } } });
  });
});

describe('more than 262,144 bytes', () => {
  // Two quotes belong to the JSON, and ü has two bytes.
  const fits = 'ü'.repeat(KB_256 / 2 - 1);
  const machine = machineOf({
    A: task('f', { Retry: [retrier], Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'B' }], Next: 'B' }),
    B: task('g'),
  });

  test.each<[string, unknown, () => Promise<unknown>, string]>([
    ['in the input', `${fits}x`, echo as () => Promise<unknown>, 'the input of run-1'],
    ['in an answer', '', () => Promise.resolve(`${fits}x`), 'the answer of f'],
  ])('%s fail the execution', async (_, input, f, label) => {
    const aws = awsOf({ f, g: echo });
    const failed = await startExecution(machine, { name: 'run-1', input }, aws);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded', state: 'A' });
    expect(failed.cause).toBe(`${label} has 262145 bytes, and 262144 is the limit`);
    expect(aws.waits).toEqual([]);
  });

  test('in a payload', async () => {
    const twice = machineOf({
      A: task('f', { Parameters: { FunctionName: 'f', Payload: { 'a.$': '$', 'b.$': '$' } } }),
    });
    const failed = await startExecution(twice, { name: 'run-1', input: fits }, awsOf({ f: () => Promise.resolve(1) }));
    expect(failed).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: expect.stringContaining('the payload of f'),
    });
  });

  test('in an output, where the answer was put beside the input', async () => {
    const both = machineOf({ A: task('f', { ResultPath: '$.again', OutputPath: '$' }) });
    const failed = await startExecution(both, { name: 'run-1', input: { a: fits.slice(20) } }, awsOf({ f: echo }));
    expect(failed).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: expect.stringContaining('the output of A'),
    });
  });

  test('in the output of a Pass', async () => {
    const twice = machineOf({ A: { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, End: true } });
    const failed = await startExecution(twice, { name: 'run-1', input: fits }, awsOf({}));
    expect(failed).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: expect.stringContaining('the output of A'),
    });
  });

  test('as many pass', async () => {
    const done = await startExecution(machineOf({ A: task('f') }), { name: 'run-1', input: fits }, awsOf({ f: echo }));
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: fits });
  });
});
