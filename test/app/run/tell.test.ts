import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tell } from '../../../lib/app/run/tell.ts';
import type { TellDeps, TellOptions, Telling } from '../../../lib/app/run/tell-contract.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import { memoryStore } from '../../state/memory.ts';
import { HOUR, SETTINGS, START } from '../../core/alerts/history.ts';
import { drift } from '../../core/values.ts';
import { reportOf, result } from '../../fixtures/reports.ts';
import { attemptFor, looked } from './attempts.ts';

const DRIFTED = result('eu-west-1', { verdict: 'drifted', drifts: [drift()] });
const OK = result('eu-west-1');
const BLIND = result('us-east-1', { verdict: 'unknown', session: null, reason: 'throttled', detail: 'slow' });

interface Setup {
  readonly step?: (operation: string) => Promise<void>;
  readonly publish?: (telling: Telling) => Promise<unknown>;
}

const NO_FAILURE = { undelivered: new Set<string>(), failure: null };

function desk({ step, publish }: Setup = {}) {
  const memory = memoryStore(step);
  const published: Telling[] = [];
  let time = START;
  let runs = 0;
  /** One run, an hour after the one before. */
  const run = (results: readonly Result[], over: Partial<TellOptions & Setup & { owner: string }> = {}) => {
    const nowMs = (time += HOUR);
    const deps: TellDeps = {
      store: memory.store,
      now: () => new Date(nowMs),
      wait: () => Promise.resolve(),
      publish: async (telling) => {
        await (over.publish ?? publish)?.(telling);
        published.push(telling);
        return NO_FAILURE;
      },
    };
    const startedAt = new Date(nowMs).toISOString();
    const runId = over.owner ?? `run-${++runs}`;
    const report = reportOf(results, { runId, startedAt, finishedAt: startedAt });
    return tell(deps, {
      ...looked(report),
      settings: SETTINGS,
      isAlways: false,
      deadline: new AbortController().signal,
      leaseMs: 900_000,
      ...over,
    });
  };
  const ids = (): readonly string[] => published.flatMap(({ alerts }) => alerts.map(({ id }) => id));
  return { run, published, ids, memory };
}

describe('what changes is said once', () => {
  test('opened, silent, resolved, silent', async () => {
    const { run, published } = desk();
    const told = [];
    for (const results of [[DRIFTED], [DRIFTED], [OK], [OK]]) told.push((await run(results)).published);
    expect(told).toEqual([true, false, true, false]);
    expect(published.flatMap(({ alerts }) => alerts.map(({ kind }) => kind))).toEqual(['opened', 'resolved']);
  });

  test('unless every run is to say something', async () => {
    const { run, published } = desk();
    for (let times = 0; times < 2; times++) await run([OK], { isAlways: true });
    expect(published.map(({ alerts }) => alerts)).toEqual([[], []]);
  });

  test('a run that looked at nothing is told as it is', async () => {
    const { run, published } = desk();
    expect(await run([])).toMatchObject({ published: true, alerts: [] });
    expect(published).toHaveLength(1);
  });
});

test('a run that changes nothing needs no lease: one reading, made beside the sweep, is enough', async () => {
  const asked: string[] = [];
  const { run, memory } = desk({ step: (operation) => Promise.resolve(void asked.push(operation)) });
  await run([DRIFTED, BLIND]);
  await run([DRIFTED, BLIND]);
  asked.length = 0;
  expect(await run([DRIFTED, BLIND], { early: memory.store.load('') })).toMatchObject({
    kind: 'remembered',
    published: false,
  });
  expect(asked).toEqual(['load']);
  expect(await run([OK, BLIND], { early: memory.store.load('') })).toMatchObject({
    published: true,
    alerts: [{ kind: 'resolved' }],
  });
  expect(await run([DRIFTED, BLIND], { early: Promise.reject(new Error('no')) })).toMatchObject({ published: true });
});

describe('nothing is lost', () => {
  test('SNS down for three runs: everything arrives with the fourth, once', async () => {
    const { run, published, ids } = desk();
    const down = () => Promise.reject(new Error('SNS is down'));
    await expect(run([DRIFTED], { publish: down })).rejects.toThrow('SNS is down');
    await expect(run([DRIFTED], { publish: down })).rejects.toThrow('SNS is down');
    await expect(run([OK], { publish: down })).rejects.toThrow('SNS is down');
    await run([OK, result('us-east-1', { verdict: 'drifted', drifts: [drift()] })]);
    await run([OK, result('us-east-1', { verdict: 'drifted', drifts: [drift()] })]);
    expect(published).toHaveLength(1);
    expect(published[0]?.alerts.map(({ kind, region }) => `${kind} ${region}`)).toEqual([
      'opened eu-west-1',
      'opened us-east-1',
      'resolved eu-west-1',
    ]);
    expect(new Set(ids()).size).toBe(ids().length);
  });

  // A run that is killed: whatever it would do from there on does not happen, its lease included.
  test.each([
    ['claim', 0],
    ['load', 0],
    ['save', 0],
    ['publish', 0],
    ['save', 1],
    ['release', 0],
  ])('killed before %s (%#)', async (operation, after) => {
    let isKilled = false;
    let left = after;
    const { promise: died, resolve: die } = Promise.withResolvers<void>();
    const kill = async (at: string): Promise<void> => {
      if (isKilled || (at === operation && left-- === 0)) {
        isKilled = true;
        die();
        await new Promise<never>(() => undefined);
      }
    };
    const { run, ids, published } = desk({
      step: (at) => (isKilled ? Promise.resolve() : kill(at)),
      publish: () => (isKilled ? Promise.resolve() : kill('publish')),
    });
    void run([DRIFTED], { owner: 'killed' });
    await died;
    // The lease has ended by the time of the next run.
    await run([DRIFTED]);
    await run([DRIFTED]);
    expect(new Set(ids().map((id) => id.split('/')[0]))).toEqual(new Set(['opened']));
    // Said once; twice only when it died between saying it and noting it down, and then with the same id.
    expect(published.length).toBe(operation === 'save' && after === 1 ? 2 : 1);
    expect(new Set(ids()).size).toBe(1);
  });
});

test('two runs at once over the same drift give one alert each, however they interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const said: string[] = [];
      const { store } = memoryStore((operation) =>
        scheduler.schedule(Promise.resolve(), operation).then(() => undefined),
      );
      const results = [DRIFTED, result('us-east-1', { drifts: [drift({ outcome: 'verified' })] })];
      const one = (owner: string) =>
        tell(
          {
            store,
            now: () => new Date(START),
            wait: () => scheduler.schedule(Promise.resolve(), 'wait').then(() => undefined),
            publish: async ({ alerts }) => {
              await scheduler.schedule(Promise.resolve(), 'publish');
              said.push(...alerts.map(({ kind, region }) => `${kind} ${region}`));
              return NO_FAILURE;
            },
          },
          {
            ...looked(reportOf(results, { runId: owner })),
            settings: SETTINGS,
            isAlways: false,
            deadline: new AbortController().signal,
            leaseMs: 900_000,
          },
        );
      const both = Promise.all([one('a'), one('b')]);
      await scheduler.waitFor(both);
      expect(said.filter((alert) => alert.startsWith('opened'))).toEqual(['opened eu-west-1']);
    }),
    { numRuns: 200 },
  );
});

test('what reached nobody stays pending, the rest is said once, and the run fails', async () => {
  const { memory, published } = desk();
  const deps = (failing: boolean): TellDeps => ({
    store: memory.store,
    now: () => new Date(START),
    wait: () => Promise.resolve(),
    publish: (telling) => {
      published.push(telling);
      const undelivered = telling.alerts.filter(({ region }) => failing && region === 'eu-west-1').map(({ id }) => id);
      return Promise.resolve({ undelivered: new Set(undelivered), failure: failing ? new Error('SNS is down') : null });
    },
  });
  const options = {
    ...looked(reportOf([DRIFTED, { ...DRIFTED, region: 'us-east-1' }])),
    settings: SETTINGS,
    isAlways: false,
    deadline: new AbortController().signal,
    leaseMs: 900_000,
  };
  await expect(tell(deps(true), options)).rejects.toThrow('SNS is down');
  await tell(deps(false), options);
  expect(published.map(({ alerts }) => alerts.map(({ region }) => region))).toEqual([
    ['eu-west-1', 'us-east-1'],
    ['eu-west-1'],
  ]);
});

describe('without a memory', () => {
  const denied = () => Promise.reject(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));

  test.each(['claim', 'load', 'save'])(
    '%s fails: everything that is not as it should be is told, in every run',
    async (operation) => {
      const { run, published } = desk({ step: (at) => (at === operation ? denied() : Promise.resolve()) });
      for (let times = 0; times < 2; times++)
        expect(await run([DRIFTED, BLIND])).toMatchObject({ kind: 'forgetful', published: true });
      expect(published).toHaveLength(2);
      for (const { alerts, memory } of published) {
        expect(alerts.map(({ kind }) => kind)).toEqual(['opened', 'blind']);
        expect(memory).toMatch(
          /^what earlier runs said could not be looked up \(AccessDeniedException: not authorized\)/,
        );
      }
    },
  );

  test('and nothing is said when there is nothing to say', async () => {
    const { run } = desk({ step: denied });
    expect(await run([OK])).toMatchObject({ kind: 'forgetful', published: false });
  });
});

test('what a newer version remembers is left to it, and that is told', async () => {
  const { store, items } = memoryStore(undefined, ['111122223333 eu-west-1 status']);
  const deps = {
    store,
    now: () => new Date(START),
    wait: () => Promise.resolve(),
    publish: () => Promise.resolve(NO_FAILURE),
  };
  const both = reportOf([DRIFTED, result('us-east-1', { verdict: 'drifted', drifts: [drift()] })]);
  const told = await tell(deps, {
    ...looked(both),
    settings: SETTINGS,
    isAlways: false,
    deadline: new AbortController().signal,
    leaseMs: 900_000,
  });
  expect(told.alerts.map(({ region }) => region)).toEqual(['us-east-1']);
  expect(told.memory).toBe('1 remembered items are of a newer version of macie-warden and were left alone');
  expect([...items.keys()]).toEqual(['111122223333 us-east-1 status']);
});

test('a run that never gets the account says nothing: the one that has it does', async () => {
  const { run, memory } = desk();
  await memory.store.claim('111122223333', {
    owner: 'other',
    now: new Date(START),
    until: new Date(START + 100 * HOUR),
  });
  expect(await run([DRIFTED], { deadline: AbortSignal.abort() })).toMatchObject({ kind: 'busy', published: false });
});

test('a look that was overtaken by another run is made again; one from before a wrong clock counts', async () => {
  const { run, published } = desk();
  await run([OK]);
  const report = (startedAt: number, results = [DRIFTED]) =>
    reportOf(results, { startedAt: new Date(startedAt).toISOString() });
  const overtaken = looked(report(START + HOUR - 60_000));
  let looks = 0;
  const again = () => {
    looks++;
    return Promise.resolve(attemptFor(report(START + HOUR - 60_000, [OK])));
  };
  await run([], { ...overtaken, again });
  expect([looks, published]).toEqual([1, []]);
  await run([], { ...looked(report(START - 100 * HOUR)), again });
  expect([looks, published.length]).toEqual([1, 1]);
});

test('a run that cannot look again leaves what is remembered no older than it was', async () => {
  const memory = memoryStore();
  const { store } = memory;
  const newest = new Date(START + 5000).toISOString();
  await store.claim('111122223333', { owner: 'other', now: new Date(START), until: new Date(START + 60_000) });
  await store.release('111122223333', { owner: 'other', asOf: newest });
  const failing = tell(
    {
      store,
      publish: () => Promise.resolve(NO_FAILURE),
      now: () => new Date(START + 6000),
      wait: () => Promise.resolve(),
    },
    {
      ...looked(reportOf([DRIFTED], { startedAt: new Date(START).toISOString() })),
      again: () => Promise.reject(new Error('STS is slow')),
      settings: SETTINGS,
      isAlways: false,
      deadline: new AbortController().signal,
      leaseMs: 900_000,
    },
  );
  await expect(failing).rejects.toThrow('STS is slow');
  expect((await store.load('111122223333')).asOf).toBe(newest);
});
