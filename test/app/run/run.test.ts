import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import type { Delivery, Message } from '../../../lib/app/run/deps.ts';
import { run } from '../../../lib/app/run/run.ts';
import { OFF, session } from '../../core/values.ts';
import { ACCOUNT, fakeMacie, requestFor } from '../fake-macie.ts';
import { fixture, HOUR, START, type FixtureOptions } from '../fixture.ts';

const PAUSED = session({ status: 'PAUSED' });
const THROTTLED = { kind: 'unknown', reason: 'throttled', detail: 'slow' } as const;
/** Drifts are reported, and never written. */
const REPORT = 'limits: { maxActions: 0 }';
const DELIVERED: Delivery = { published: true, undelivered: [], failures: [], audience: null };
const SNS_DOWN = { channel: 'sns', error: new Error('SNS is down') };

const allDown = ({ changes }: Message): Promise<Delivery> =>
  Promise.resolve({
    published: false,
    undelivered: (changes?.alerts ?? []).map(({ id }) => id),
    failures: [SNS_DOWN],
    audience: null,
  });

describe('a change of a target', () => {
  test('is published once: opened, silent, resolved, silent', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, policy: REPORT });
    const published: boolean[] = [];
    for (const shown of [PAUSED, PAUSED, session(), session()]) {
      desk.sessions.set('eu-west-1', shown);
      published.push((await desk.check()).published);
      desk.pass(HOUR);
    }
    expect(published).toEqual([true, false, true, false]);
    expect(desk.kinds()).toEqual(['opened eu-west-1', 'resolved eu-west-1']);
  });

  test('is published in every run if the policy says so', async () => {
    const desk = fixture({ policy: 'notify: always' });
    for (let times = 0; times < 2; times++) await desk.check();
    expect(desk.messages.map(({ changes }) => changes?.alerts)).toEqual([[], []]);
  });
});

test('a run that changes nothing takes no lease: one Query beside the scan is enough', async () => {
  const asked: string[] = [];
  const desk = fixture({
    sessions: { 'eu-west-1': PAUSED, 'us-east-1': THROTTLED },
    policy: REPORT,
    step: (operation) => Promise.resolve(void asked.push(operation)),
  });
  await desk.check();
  desk.pass(HOUR);
  await desk.check();
  desk.pass(HOUR);
  asked.length = 0;
  expect(await desk.check()).toMatchObject({ published: false });
  expect(asked).toEqual(['load', 'putRun']);
});

describe('nothing is lost', () => {
  test('SNS down for three runs: every alert arrives with the fourth, once', async () => {
    let isDown = true;
    const sent: Message[] = [];
    const publish = (message: Message): Promise<Delivery> => {
      if (isDown) return allDown(message);
      sent.push(message);
      return Promise.resolve(DELIVERED);
    };
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, policy: REPORT, over: { publish } });
    for (const shown of [PAUSED, PAUSED, session()]) {
      desk.sessions.set('eu-west-1', shown);
      await expect(desk.check()).rejects.toThrow('SNS is down');
      desk.pass(HOUR);
    }
    expect(desk.unpublished).toHaveLength(3);
    isDown = false;
    desk.sessions.set('us-east-1', PAUSED);
    for (let times = 0; times < 2; times++) {
      await desk.check();
      desk.pass(HOUR);
    }
    expect(sent.map(({ changes }) => changes?.alerts.map(({ kind, region }) => `${kind} ${region}`))).toEqual([
      ['opened eu-west-1', 'opened us-east-1', 'resolved eu-west-1'],
    ]);
  });

  test('an alert that no channel took stays pending; the others are sent once', async () => {
    const sent: (readonly string[])[] = [];
    const publish = ({ changes }: Message): Promise<Delivery> => {
      const alerts = changes?.alerts ?? [];
      sent.push(alerts.flatMap(({ region }) => region ?? []));
      const undelivered = sent.length === 1 ? alerts.filter(({ region }) => region === 'eu-west-1') : [];
      return Promise.resolve({ ...DELIVERED, undelivered: undelivered.map(({ id }) => id) });
    };
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED, 'us-east-1': PAUSED }, policy: REPORT, over: { publish } });
    for (let times = 0; times < 3; times++) {
      await desk.check();
      desk.pass(HOUR);
    }
    expect(sent).toEqual([['eu-west-1', 'us-east-1'], ['eu-west-1']]);
  });

  // A run that is killed does nothing from there on: its lease is not released either.
  test.each([
    ['takeLease', 0],
    ['load', 1],
    ['save', 0],
    ['publish', 0],
    ['save', 1],
    ['releaseLease', 0],
  ])(
    'killed before %s (%#): the alert is sent by the next run, in the same bytes if it was sent before',
    async (operation, after) => {
      let isKilled = false;
      let left = after;
      const { promise: died, resolve: die } = Promise.withResolvers<void>();
      const step = async (name: string): Promise<void> => {
        if (isKilled || name !== operation || left-- > 0) return;
        isKilled = true;
        die();
        await new Promise<never>(() => undefined);
      };
      const sent: string[] = [];
      const publish = async ({ changes }: Message): Promise<Delivery> => {
        await step('publish');
        sent.push(...(changes?.alerts ?? []).map((alert) => JSON.stringify(alert)));
        return DELIVERED;
      };
      const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, policy: REPORT, step, over: { publish } });
      void desk.check();
      await died;
      for (let times = 0; times < 2; times++) {
        desk.pass(HOUR);
        await desk.check();
      }
      expect(new Set(sent).size).toBe(1);
      expect(sent).toHaveLength(operation === 'save' && after === 1 ? 2 : 1);
    },
  );
});

test('two runs at once over the same drift send one alert and make one repair, however they interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.constantFrom(REPORT, ''), async (scheduler, policy) => {
      const pause = (name: string): Promise<void> => scheduler.schedule(Promise.resolve(), name).then(() => undefined);
      const sent: string[] = [];
      const desk = fixture({
        sessions: { 'eu-west-1': PAUSED },
        policy,
        step: pause,
        over: {
          now: () => new Date(START),
          wait: () => pause('wait'),
          publish: async ({ changes }) => {
            await pause('publish');
            sent.push(...(changes?.alerts ?? []).map(({ kind, region }) => `${kind} ${region}`));
            return DELIVERED;
          },
        },
      });
      await scheduler.waitFor(Promise.all([desk.check(), desk.check()]));
      expect(sent).toEqual([policy === REPORT ? 'opened eu-west-1' : 'repaired eu-west-1']);
      expect(desk.written).toHaveLength(policy === REPORT ? 0 : 1);
    }),
    { numRuns: 200 },
  );
});

describe('without its state', () => {
  const denied = () => Promise.reject(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
  const SESSIONS = { 'eu-west-1': PAUSED, 'us-east-1': THROTTLED };

  test.each(['takeLease', 'load', 'save'])(
    '%s fails: every run reports everything that is not as it should be, and repairs nothing',
    async (operation) => {
      const desk = fixture({
        sessions: SESSIONS,
        step: (name) => (name === operation ? denied() : Promise.resolve()),
      });
      for (let times = 0; times < 2; times++) {
        expect(await desk.check()).toMatchObject({ published: true });
        desk.pass(HOUR);
      }
      expect(desk.written).toEqual([]);
      expect(desk.kinds()).toEqual([
        'opened eu-west-1',
        'unreadable us-east-1',
        'opened eu-west-1',
        'unreadable us-east-1',
      ]);
      expect(desk.results).toMatchObject([{ stateUse: 'unavailable' }, { stateUse: 'unavailable' }]);
      for (const { changes } of desk.messages)
        expect(changes?.note).toMatch(
          /^the state of earlier runs was not available \(AccessDeniedException: not authorized\)/,
        );
    },
  );

  test('a save that fails after the repair: the repair is reported all the same', async () => {
    let saves = 0;
    const step = (name: string) => (name === 'save' && ++saves === 2 ? denied() : Promise.resolve());
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, step });
    await desk.check();
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
    expect(desk.messages[0]?.changes?.note).toMatch(/^the state of this run was not saved \(/);
  });

  test('alerts of a state that was saved by half have one id each, whatever run sends them', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED, 'us-east-1': PAUSED }, policy: REPORT });
    const { store } = desk.memory;
    let isFailing = true;
    const openState = () =>
      Promise.resolve({
        ...store,
        save: async (...[accountId, { before, after }]: Parameters<typeof store.save>) => {
          const half = after.drifts.filter(({ region }) => !isFailing || region === 'eu-west-1');
          await store.save(accountId, { before, after: { ...after, drifts: half } });
          if (isFailing) throw new Error('the table took half of it');
        },
      });
    Object.assign(desk.deps, { openState });
    await desk.check();
    isFailing = false;
    desk.pass(HOUR);
    await desk.check();
    await desk.check();
    const ids = desk.alerts().map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([4, 2]);
  });

  test('and without news, nothing is published', async () => {
    const desk = fixture({ step: denied });
    expect(await desk.check()).toMatchObject({ published: false });
  });

  test('a best-effort step that fails is logged: release, history, save after delivery', async () => {
    let saves = 0;
    const step = (name: string) =>
      name === 'releaseLease' || name === 'putRun' || (name === 'save' && ++saves === 2) ? denied() : Promise.resolve();
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, policy: REPORT, step });
    await desk.check();
    expect(desk.kinds()).toEqual(['opened eu-west-1']);
    expect(desk.warnings).toEqual([
      'the state was not saved after the delivery; the next run sends the same alerts again',
      `the lease of account ${ACCOUNT} was not released`,
      'the run was not recorded in the history',
    ]);
  });
});

test('records of a newer version are left alone, and the message says so', async () => {
  const desk = fixture({
    sessions: { 'eu-west-1': PAUSED, 'us-east-1': PAUSED },
    unreadableKeys: [`${ACCOUNT} eu-west-1 status`],
  });
  await desk.check();
  expect(desk.kinds()).toEqual(['repaired us-east-1']);
  expect(desk.messages[0]?.changes?.note).toBe(
    '1 stored items are of a newer version of macie-warden and were left alone',
  );
  expect(desk.written.map(({ region }) => region)).toEqual(['us-east-1']);
});

test('a run that never gets the account fails, so that it is tried again', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED } });
  const until = new Date(START + 60_000);
  await desk.memory.store.takeLease(ACCOUNT, { owner: 'other', now: desk.now(), until });
  await expect(desk.check({ digest: true }, AbortSignal.abort())).rejects.toThrow(
    'another run held the account until the deadline of this one, so nothing was repaired and no alert was sent',
  );
  expect(desk.results).toMatchObject([{ stateUse: 'busy', state: null, published: false }]);
  expect([desk.written, desk.messages]).toEqual([[], []]);
});

describe('a lease', () => {
  /** A run whose renewals are called by the test, during its first write. */
  function renewing(options: { readonly isTaken: boolean }) {
    const renewals: (() => void)[] = [];
    let isStopped = false;
    const desk = fixture({
      sessions: { 'eu-west-1': PAUSED, 'us-east-1': PAUSED },
      over: {
        repeatEvery: (_, task) => {
          renewals.push(task);
          return () => {
            isStopped = true;
          };
        },
      },
    });
    Object.assign(desk.deps, { limits: { ...desk.deps.limits, parallelWrites: 1 } });
    const { write } = desk.access;
    Object.assign(desk.access, {
      write: async (...args: Parameters<typeof write>) => {
        desk.pass(50_000);
        const other = { owner: 'other', now: desk.now(), until: new Date(desk.now().getTime() + 45_000) };
        if (options.isTaken) await desk.memory.store.takeLease(ACCOUNT, other);
        for (const renew of renewals) renew();
        await new Promise((resolve) => setImmediate(resolve));
        return write(...args);
      },
    });
    return { desk, isStopped: () => isStopped };
  }

  test('is renewed as long as its run lives', async () => {
    const { desk, isStopped } = renewing({ isTaken: false });
    await desk.check();
    expect(desk.kinds()).toEqual(['repaired eu-west-1', 'repaired us-east-1']);
    expect(isStopped()).toBe(true);
  });

  test('that another run has taken stops further writes, and the state is left to that run', async () => {
    const { desk } = renewing({ isTaken: true });
    await desk.check();
    expect(desk.written.map(({ region }) => region)).toEqual(['eu-west-1']);
    expect(desk.results).toMatchObject([{ stateUse: 'unavailable' }]);
    expect(desk.messages[0]?.changes?.note).toContain('another run took the lease of this one');
  });

  test('of a run that died keeps the account for less than a minute', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED } });
    const { write } = desk.access;
    Object.assign(desk.access, { write: () => new Promise<never>(() => undefined) });
    void desk.check();
    await new Promise((resolve) => setImmediate(resolve));
    Object.assign(desk.access, { write });
    desk.pass(60_000);
    await desk.check();
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
  });

  test('that was waited for makes the run scan again', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': PAUSED } });
    const until = new Date(START + 10_000);
    await desk.memory.store.takeLease(ACCOUNT, { owner: 'dead', now: desk.now(), until });
    const { wait } = desk.deps;
    Object.assign(desk.deps, {
      wait: (ms: number, signal: AbortSignal) => {
        // A person repairs it while the run waits.
        desk.sessions.set('eu-west-1', session());
        return wait(ms, signal);
      },
    });
    await desk.check();
    expect([desk.written, desk.kinds()]).toEqual([[], []]);
  });
});

test('readings that another run has outdated are made again', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let isFirst = true;
  const step = async (name: string): Promise<void> => {
    if (name !== 'takeLease' || !isFirst) return;
    isFirst = false;
    await gate;
  };
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, step });
  const slow = desk.check();
  await new Promise((resolve) => setImmediate(resolve));
  await desk.check();
  const reads = desk.reads.length;
  open();
  await slow;
  expect(desk.reads.length).toBe(reads + 1);
  expect([desk.kinds(), desk.written.length]).toEqual([['repaired eu-west-1'], 1]);
});

test('a run that fails in its second scan leaves the state as new as it was', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED } });
  const { store } = desk.memory;
  const asOf = new Date(START + 5000).toISOString();
  await store.takeLease(ACCOUNT, { owner: 'other', now: desk.now(), until: new Date(START + 60_000) });
  await store.releaseLease(ACCOUNT, { owner: 'other', asOf });
  let scans = 0;
  const { identify } = desk.access;
  Object.assign(desk.access, {
    enabledRegions: () =>
      ++scans === 1
        ? Promise.resolve({ kind: 'known', value: new Map([['eu-west-1', true]]) })
        : Promise.reject(new Error('the network is down')),
    identify,
  });
  await expect(desk.check()).rejects.toThrow('the network is down');
  expect((await store.load(ACCOUNT)).asOf).toBe(asOf);
});

test('one run over two accounts locks, records and reports both in one message', async () => {
  const options: FixtureOptions = { sessions: { 'eu-west-1': PAUSED } };
  const desk = fixture(options);
  const other = fakeMacie({ 'eu-west-1': OFF }, {}, '222233334444');
  const request = requestFor(`remediation: enforce\naccounts: ["${ACCOUNT}", "222233334444"]`);
  const forAccount: typeof desk.deps.forAccount = (account) =>
    account === '222233334444' ? other.access : desk.access;
  const result = await run(request, { ...desk.deps, forAccount });
  expect(result.report.summary).toMatchObject({ compliant: 2, unknown: 0, drifted: 0 });
  expect(desk.messages).toHaveLength(1);
  expect(desk.alerts().map(({ kind, accountId }) => `${kind} ${accountId}`)).toEqual([
    `repaired ${ACCOUNT}`,
    'repaired 222233334444',
  ]);
  expect(desk.memory.stateOf(ACCOUNT).ledgers).toMatchObject([{ accountId: ACCOUNT }]);
  expect(desk.memory.stateOf('222233334444').ledgers).toMatchObject([{ accountId: '222233334444' }]);
  // The cool-down of one account is not that of the other.
  desk.sessions.set('eu-west-1', PAUSED);
  other.sessions.set('eu-west-1', session());
  desk.pass(5000);
  const second = await run(request, { ...desk.deps, forAccount });
  expect(second.cooling.targets).toEqual([`${ACCOUNT} eu-west-1`]);
});

test('a policy that no longer covers a target resolves its drift, and says why', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED, 'us-east-1': session() }, policy: REPORT });
  await desk.check();
  desk.pass(HOUR);
  const policy = await desk.deps.loadPolicy();
  const narrower = { ...policy, policy: { ...policy.policy, excludeRegions: ['eu-west-1'] } };
  Object.assign(desk.deps, { loadPolicy: () => Promise.resolve(narrower) });
  await desk.check();
  expect(desk.driftAlerts()).toMatchObject([
    { kind: 'opened' },
    { kind: 'resolved', detail: 'the policy no longer covers it, and it was not read' },
  ]);
});

test('a partial run resolves nothing that it did not read, and does not count towards unreadableAfter', async () => {
  const desk = fixture({
    sessions: { 'eu-west-1': PAUSED, 'us-east-1': session(), 'us-west-2': THROTTLED },
    policy: REPORT,
  });
  await desk.check();
  for (let times = 0; times < 5; times++) {
    desk.pass(HOUR);
    await desk.check({ trigger: 'manual', regions: ['us-east-1', 'us-west-2'] });
  }
  expect(desk.kinds()).toEqual(['opened eu-west-1']);
  expect(desk.results.at(-1)?.report.scope).toMatchObject({ kind: 'partial', targets: 2, ofTargets: 22 });
});

test('the state holds only session times once everything is as desired for a day', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED } });
  await desk.check();
  desk.pass(25 * HOUR);
  await desk.check();
  expect(desk.state()).toEqual({ ...EMPTY_STATE, sessions: [expect.anything()], policies: [expect.anything()] });
});
