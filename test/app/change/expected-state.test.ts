import { describe, expect, test } from '@jest/globals';
import { change } from '../../../lib/app/change/change.ts';
import { LIMITS as REAL_LIMITS } from '../../../lib/app/scan/deps.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { OFF, session } from '../../core/values.ts';
import { at, fixture, type FixtureOptions } from '../fixture.ts';
import { batchOf, callEvent } from '../events.ts';
import type { FakeSession } from '../fake-macie.ts';

const NONE = { batchItemFailures: [] };
const RETURNED = { batchItemFailures: [{ itemIdentifier: 'm0' }] };
const LIMITS = {
  parallelAccounts: 8,
  parallelReads: 4,
  parallelWrites: 2,
  callBudgetMs: 1000,
  readBackWaitsMs: [0],
  expectedStateWaitsMs: [250, 500, 1000],
};

/** A Macie that shows these sessions first, and then the truth. */
function lagging(
  shown: readonly FakeSession[],
  { truth = OFF, policy = '' }: { truth?: Session } & FixtureOptions = {},
) {
  const left = [...shown];
  const desk = fixture({ sessions: { 'eu-west-1': truth }, policy, over: { limits: LIMITS } });
  const { wait } = desk.deps;
  const waits: number[] = [];
  const deps: typeof desk.deps = {
    ...desk.deps,
    wait: (ms, signal) => {
      waits.push(ms);
      return wait(ms, signal);
    },
    forAccount: () => ({
      ...desk.access,
      read: (order) => {
        const stale = left.shift();
        if (!stale) return desk.access.read(order);
        return Promise.resolve(isReading(stale) ? stale : { kind: 'values', values: stale });
      },
    }),
  };
  return {
    ...desk,
    left,
    waits,
    change: (input: unknown) => change(input, { ...deps, deadline: new AbortController().signal }),
  };
}

const isReading = (found: FakeSession): found is Exclude<FakeSession, Session> => 'kind' in found;
const times = (count: number, one: Session): readonly Session[] => Array.from({ length: count }, () => one);

test.each([0, 1, 2, 3])('%d stale readings: one repair, one alert', async (stale) => {
  const desk = lagging(times(stale, session()));
  expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
  expect(desk.written).toHaveLength(1);
  expect(desk.waits).toEqual(LIMITS.expectedStateWaitsMs.slice(0, stale));
});

test('it waits longer each time, and not for ever', () => {
  // docs/changes.md has these.
  expect(REAL_LIMITS.expectedStateWaitsMs).toEqual([250, 500, 1000, 2000, 4000]);
});

test('a reading that fails in between does not end it', async () => {
  const throttled = { kind: 'unknown', reason: 'throttled', detail: 'slow down' } as const;
  const desk = lagging([throttled, session()]);
  expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
});

test('an event of four minutes ago is waited for', async () => {
  const desk = lagging([session()]);
  await desk.change(batchOf([callEvent({ at: at(-240) })]));
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
});

test('longer than it waits: the event comes back, and nothing is said until then', async () => {
  const desk = lagging(times(4, session()));
  const batch = batchOf([callEvent()]);
  expect(await desk.change(batch)).toEqual(RETURNED);
  expect(desk.driftAlerts()).toEqual([]);
  desk.pass(720_000);
  expect(await desk.change(batch)).toEqual(NONE);
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
});

describe('a drift that has ended already', () => {
  const events = batchOf([
    callEvent({ at: at(-20) }),
    callEvent({ call: 'EnableMacie', parameters: {}, at: at(-1), session: 'bob' }),
  ]);
  const truth = session({ createdAt: at(0), updatedAt: at(0) });

  test.each([
    ['enforce', ''],
    ['report', 'limits: { maxActions: 0 }'],
  ])('%s: is not repaired, and announced as interrupted, however long readings show it', async (_, policy) => {
    const desk = lagging(times(4, OFF), { truth, policy });
    expect((await desk.change(events)).batchItemFailures).toHaveLength(2);
    desk.pass(720_000);
    expect(await desk.change(events)).toEqual(NONE);
    expect([desk.written, desk.kinds()]).toEqual([[], ['interrupted eu-west-1']]);
  });
});

describe('a change is not missed', () => {
  const paused = session({ status: 'PAUSED', updatedAt: at(0) });
  const pause = { call: 'UpdateMacieSession', parameters: { status: 'PAUSED' } };

  test('when a later call sets what was set already', async () => {
    const desk = lagging([session()], { truth: paused });
    const again = { call: 'UpdateMacieSession', parameters: { findingPublishingFrequency: 'FIFTEEN_MINUTES' } };
    expect(
      await desk.change(batchOf([callEvent({ ...pause, at: at(-4) }), callEvent({ ...again, at: at(-2) })])),
    ).toEqual(NONE);
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
  });

  test.each(['MacieMemberUpdated', 'UpdateMemberSession', 'DisassociateFromMasterAccount'])(
    'when the call does not say what it did: %s',
    async (call) => {
      const desk = lagging([session()], { truth: paused });
      expect(await desk.change(batchOf([callEvent({ call, at: at(-1) })]))).toEqual(NONE);
      expect(desk.kinds()).toEqual(['repaired eu-west-1']);
    },
  );

  test('when a stale reading has something else to repair', async () => {
    const slow = { findingPublishingFrequency: 'SIX_HOURS' };
    const desk = lagging(times(4, session(slow)), { truth: session({ ...slow, status: 'PAUSED' }) });
    const batch = batchOf([callEvent({ ...pause, at: at(-1) })]);
    expect(await desk.change(batch)).toEqual(RETURNED);
    expect(desk.written).toEqual([]);
    desk.pass(720_000);
    await desk.change(batch);
    expect(desk.kinds()).toEqual(['repaired eu-west-1', 'repaired eu-west-1']);
  });
});

describe('nothing of this is waited for twelve minutes', () => {
  const made = session({ findingPublishingFrequency: 'SIX_HOURS', createdAt: at(-1), updatedAt: at(-1) });

  test('an update in the second of the enabling', async () => {
    const desk = lagging([], { truth: made });
    const update = { call: 'UpdateMacieSession', parameters: { findingPublishingFrequency: 'SIX_HOURS' } };
    const enable = { call: 'EnableMacie', parameters: {}, session: 'bob' };
    const events = [callEvent({ ...update, at: at(-1), session: 'carol' }), callEvent({ ...enable, at: at(-1) })];
    expect(await desk.change(batchOf(events))).toEqual(NONE);
    expect(desk.waits).toEqual([]);
    expect(desk.driftAlerts()).toMatchObject([
      { kind: 'repaired', setting: 'findingPublishingFrequency', call: { actor: { sessionName: 'carol' } } },
    ]);
  });

  test('a frequency that is the one of an administrator', async () => {
    const desk = lagging([], { truth: made });
    const parameters = { findingPublishingFrequency: 'FIFTEEN_MINUTES' };
    expect(await desk.change(batchOf([callEvent({ call: 'EnableMacie', parameters, at: at(-1) })]))).toEqual(NONE);
    expect([desk.waits, desk.kinds()]).toEqual([[], ['repaired eu-west-1']]);
  });

  test('several calls in one second that do not say what they do', async () => {
    const desk = lagging([], { truth: session({ updatedAt: at(-1) }) });
    const event = () => callEvent({ call: 'UpdateMemberSession', at: at(-1) });
    expect(await desk.change(batchOf([event(), event(), event()]))).toEqual(NONE);
  });

  test('what an own repair has set in between, if its event is there', async () => {
    const desk = lagging([], { truth: session({ findingPublishingFrequency: 'SIX_HOURS', updatedAt: at(-1) }) });
    const update = (parameters: object, over: object) => callEvent({ call: 'UpdateMacieSession', parameters, ...over });
    const events = [
      update({ status: 'PAUSED' }, { at: at(-5) }),
      update({ status: 'ENABLED' }, { at: at(-3), role: 'macie-warden' }),
      update({ findingPublishingFrequency: 'SIX_HOURS' }, { at: at(-1) }),
    ];
    expect(await desk.change(batchOf(events))).toEqual(NONE);
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
  });
});

test('the session of before is not taken for the one that was enabled since', async () => {
  const slow = session({ findingPublishingFrequency: 'SIX_HOURS', createdAt: at(-1), updatedAt: at(-1) });
  const desk = lagging([session()], { truth: slow });
  const events = [callEvent({ at: at(-4) }), callEvent({ call: 'EnableMacie', parameters: {}, at: at(-1) })];
  expect(await desk.change(batchOf(events))).toEqual(NONE);
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
});

test('a Region that gives no answer is asked once, and keeps the others waiting no longer', async () => {
  const late = { kind: 'unknown', reason: 'timeout', detail: 'no answer' } as const;
  const desk = fixture({ sessions: { 'eu-west-1': OFF, 'us-east-1': late } });
  const answer = await desk.change(batchOf([callEvent({ region: 'us-east-1' }), callEvent()]));
  expect(answer).toEqual(RETURNED);
  expect(desk.reads.filter((region) => region === 'us-east-1')).toHaveLength(1);
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
});

test('a call that may have changed nothing is waited for once', async () => {
  const desk = lagging(times(9, session()));
  expect(await desk.change(batchOf([callEvent({ call: 'AcceptInvitation', at: at(-1) })]))).toEqual(NONE);
  expect(desk.left).toHaveLength(5);
});

test('one that changes no session is not waited for', async () => {
  const desk = lagging(times(9, session()));
  await desk.change(batchOf([callEvent({ call: 'PutClassificationExportConfiguration', at: at(-1) })]));
  expect(desk.left).toHaveLength(8);
});

test('two calls in the same second: what was before them is not believed', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': session() } });
  const events = [callEvent(), callEvent({ call: 'EnableMacie', parameters: {} })];
  expect((await desk.change(batchOf(events))).batchItemFailures).toHaveLength(2);
  desk.sessions.set('eu-west-1', OFF);
  await desk.change(batchOf(events));
  expect(desk.kinds()).toEqual(['repaired eu-west-1']);
});

test('of two calls in the same second a repair that is not seen yet settles both', async () => {
  const paused = session({ status: 'PAUSED' });
  const desk = fixture({
    sessions: { 'eu-west-1': paused },
    over: { access: { write: () => Promise.resolve({ kind: 'accepted' }) } },
  });
  const update = (status: string) => callEvent({ call: 'UpdateMacieSession', parameters: { status } });
  expect(await desk.change(batchOf([update('PAUSED'), update('ENABLED')]))).toEqual(NONE);
  expect(desk.driftAlerts()).toMatchObject([{ kind: 'opened', outcome: 'applied' }]);
});

test('an old event is not waited for', async () => {
  const desk = fixture();
  expect(await desk.change(batchOf([callEvent({ at: at(-3600) })]))).toEqual(NONE);
  expect(desk.reads).toHaveLength(1);
});
