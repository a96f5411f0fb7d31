import { describe, expect, test } from '@jest/globals';
import { redrive, startExecution } from '../../../../sandbox/stack/machine/execution.ts';
import { Failure } from '../../../../sandbox/stack/machine/failure.ts';
import { awsOf, itemsOf, machineOf, map, MAP_INPUT, retrier, task } from './machines.ts';

const echo = (payload: unknown): Promise<unknown> => Promise.resolve(payload);
const start = { name: 'run-1', input: MAP_INPUT };

/** A function that counts its calls by item, and fails for some of them. */
function counting(fails: (item: unknown) => boolean = () => false) {
  const calls: unknown[] = [];
  return {
    calls,
    fn: (item: unknown): Promise<unknown> => {
      calls.push(item);
      return fails(item) ? Promise.reject(new Failure('Lambda.Unknown', 'exited')) : Promise.resolve(item);
    },
  };
}

describe('a Map Run', () => {
  test('each item goes to a child of its own, and the results are in the order of the items', async () => {
    const done = await startExecution(machineOf({ M: map('f') }), start, awsOf({ f: echo }, itemsOf('a', 'b', 'c')));
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: { ...MAP_INPUT, map: { results: ['a', 'b', 'c'] } } });
    expect(done.history.map(({ execution, state }) => `${execution} ${state}`).toSorted()).toEqual([
      'run-1 M',
      'run-1/Each:0 Child',
      'run-1/Each:1 Child',
      'run-1/Each:2 Child',
    ]);
  });

  test('no items, no children', async () => {
    const done = await startExecution(machineOf({ M: map('f') }), start, awsOf({ f: echo }, itemsOf()));
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: { map: { results: [] } } });
  });

  test('the name of an execution is that of the child', async () => {
    const States = {
      Child: task('f', { Parameters: { FunctionName: 'f', Payload: { 'name.$': '$$.Execution.Name' } } }),
    };
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Child',
      States,
    };
    const done = await startExecution(
      machineOf({ M: map('f', { ItemProcessor }) }),
      start,
      awsOf({ f: echo }, itemsOf(1)),
    );
    expect(done.data).toMatchObject({ map: { results: [{ name: 'run-1/Each:0' }] } });
  });

  test.each([1, 3])('%d children at most run at the same time', async (concurrency) => {
    let running = 0;
    let most = 0;
    const f = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    const input = { ...MAP_INPUT, concurrency };
    await startExecution(
      machineOf({ M: map('f') }),
      { name: 'run-1', input },
      awsOf({ f }, itemsOf(1, 2, 3, 4, 5, 6, 7)),
    );
    expect(most).toBe(concurrency);
  });

  test.each([0, -1, 1.5, '10', null])('a concurrency of %j fails', async (concurrency) => {
    const input = { ...MAP_INPUT, concurrency };
    const failed = await startExecution(
      machineOf({ M: map('f') }),
      { name: 'run-1', input },
      awsOf({ f: echo }, itemsOf(1)),
    );
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test.each([
    ['no object', new Map()],
    ['no JSON', new Map([['bucket/items', '[1,']])],
    ['no array', new Map([['bucket/items', '{}']])],
  ])('%s for ItemReader: retried, then caught', async (_, objects) => {
    const M = map('f', {
      Retry: [{ ...retrier, ErrorEquals: ['States.ItemReaderFailed'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failures.map', Next: 'After' }],
      Next: 'After',
    });
    const aws = awsOf({ f: echo }, objects);
    const done = await startExecution(machineOf({ M, After: task('f') }), start, aws);
    expect(aws.waits).toHaveLength(3);
    expect(done).toMatchObject({
      status: 'SUCCEEDED',
      data: { failures: { map: { Error: 'States.ItemReaderFailed' } } },
    });
  });
});

describe('children that fail', () => {
  test('as many as are tolerated leave the Map Run a success', async () => {
    const { fn } = counting((item) => item !== 'b');
    const M = map('f', { ToleratedFailureCount: 2 });
    const done = await startExecution(machineOf({ M }), start, awsOf({ f: fn }, itemsOf('a', 'b', 'c')));
    expect(done).toMatchObject({ status: 'SUCCEEDED', data: { map: { results: ['b'] } } });
  });

  test('one more fails it, and no other child starts', async () => {
    const { fn, calls } = counting();
    const f = (item: unknown): Promise<unknown> =>
      fn(item).then(() => Promise.reject(new Failure('Lambda.Unknown', 'exited')));
    const input = { ...MAP_INPUT, concurrency: 1 };
    const M = map('f', { ToleratedFailureCount: 1 });
    const failed = await startExecution(machineOf({ M }), { name: 'run-1', input }, awsOf({ f }, itemsOf(1, 2, 3, 4)));
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(failed.cause).toBe('2 of 4 children failed, and 1 are tolerated');
    expect(calls).toEqual([1, 2]);
  });

  test('a Catch in the child turns its failure into an output', async () => {
    const { fn } = counting((item) => item === 'b');
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'Failed' }];
    const States = {
      Child: task('f', { Catch }),
      Failed: { Type: 'Pass', Parameters: { 'error.$': '$.Error' }, End: true },
    };
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Child',
      States,
    };
    const done = await startExecution(
      machineOf({ M: map('f', { ItemProcessor }) }),
      start,
      awsOf({ f: fn }, itemsOf('a', 'b')),
    );
    expect(done.data).toMatchObject({ map: { results: ['a', { error: 'Lambda.Unknown' }] } });
  });

  test('a Map state that is retried starts a new Map Run', async () => {
    const { fn, calls } = counting((item) => item === 2 && calls.length === 2);
    const M = map('f', { Retry: [retrier] });
    const done = await startExecution(machineOf({ M }), start, awsOf({ f: fn }, itemsOf(1, 2)));
    expect(done.status).toBe('SUCCEEDED');
    expect(calls).toEqual([1, 2, 1, 2]);
  });

  test('results that are too large together fail the Map Run', async () => {
    const f = (): Promise<unknown> => Promise.resolve('x'.repeat(150_000));
    const failed = await startExecution(machineOf({ M: map('f') }), start, awsOf({ f }, itemsOf(1, 2)));
    expect(failed).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: expect.stringContaining('the results of M'),
    });
  });

  test('an item that is too large fails its child', async () => {
    const M = map('f', { ToleratedFailureCount: 1 });
    const done = await startExecution(machineOf({ M }), start, awsOf({ f: echo }, itemsOf(1, 'x'.repeat(262_144))));
    expect(done.data).toMatchObject({ map: { results: [1] } });
    expect(done.children.get('M')?.[1]).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

test('a duplicate gets a copy of the event at the same time, and its answer is lost', async () => {
  const seen: unknown[] = [];
  const f = async (item: unknown): Promise<unknown> => {
    const { name, delivery } = item as { name: string; delivery: number };
    seen.push(`${name} ${delivery}`);
    Reflect.set(item as object, 'delivery', 2);
    return seen.length;
  };
  const deliveries = (execution: string): number => (execution === 'run-1/Each:0' ? 2 : 1);
  const items = itemsOf({ name: 'a', delivery: 1 }, { name: 'b', delivery: 1 });
  const done = await startExecution(machineOf({ M: map('f') }), start, awsOf({ f }, items, { deliveries }));
  expect(seen).toEqual(['a 1', 'a 1', 'b 1']);
  expect(done.data).toMatchObject({ map: { results: [1, 3] } });
});

describe('a redrive', () => {
  test('runs the children again that failed or had not started, with their original items', async () => {
    let isBroken = true;
    const { fn, calls } = counting((item) => item === 'b' && isBroken);
    const objects = new Map(itemsOf('a', 'b', 'c'));
    const aws = awsOf({ f: fn }, objects);
    const machine = machineOf({ M: map('f') });
    const execution = await startExecution(machine, { name: 'run-1', input: { ...MAP_INPUT, concurrency: 1 } }, aws);
    expect(execution.status).toBe('FAILED');
    objects.delete('bucket/items');
    isBroken = false;
    await redrive(execution, machine, aws);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', error: null, data: { map: { results: ['a', 'b', 'c'] } } });
    expect(calls).toEqual(['a', 'b', 'b', 'c']);
  });

  test('starts a new Map Run if the results were too large', async () => {
    let size = 150_000;
    const { fn, calls } = counting();
    const f = (item: unknown): Promise<unknown> => fn(item).then(() => 'x'.repeat(size));
    const aws = awsOf({ f }, itemsOf(1, 2));
    const machine = machineOf({ M: map('f') });
    const execution = await startExecution(machine, start, aws);
    size = 1;
    await redrive(execution, machine, aws);
    expect(execution.status).toBe('SUCCEEDED');
    expect(calls).toEqual([1, 2, 1, 2]);
  });

  test('starts the first Map Run if ItemReader had failed', async () => {
    const objects = new Map<string, string>();
    const aws = awsOf({ f: echo }, objects);
    const machine = machineOf({ M: map('f') });
    const execution = await startExecution(machine, start, aws);
    objects.set('bucket/items', '["a"]');
    await redrive(execution, machine, aws);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', data: { map: { results: ['a'] } } });
  });

  test('goes on after an execution that was stopped: the answer of the running function is lost', async () => {
    const stop = new AbortController();
    const { fn, calls } = counting();
    const f = (item: unknown): Promise<unknown> => {
      if (item === 'b') stop.abort(new Error('stopped by hand'));
      return fn(item);
    };
    const input = { ...MAP_INPUT, concurrency: 1 };
    const Retry = [retrier];
    const machine = machineOf({ M: map('f', { Retry }) });
    const objects = itemsOf('a', 'b', 'c');
    const execution = await startExecution(
      machine,
      { name: 'run-1', input },
      awsOf({ f }, objects, { signal: stop.signal }),
    );
    expect(execution).toMatchObject({ status: 'ABORTED', cause: 'Error: stopped by hand' });
    await redrive(execution, machine, awsOf({ f: fn }, objects));
    expect(execution.status).toBe('SUCCEEDED');
    expect(calls).toEqual(['a', 'b', 'b', 'c']);
  });

  test('has nothing to do after a success', async () => {
    const machine = machineOf({ A: task('f') });
    const done = await startExecution(machine, { name: 'run-1', input: {} }, awsOf({ f: echo }));
    await expect(redrive(done, machine, awsOf({ f: echo }))).rejects.toThrow(
      'run-1 has succeeded: it cannot be redriven',
    );
  });
});
