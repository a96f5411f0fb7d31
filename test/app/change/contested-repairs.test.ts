import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { OFF, session } from '../../core/values.ts';
import { fixture, HOUR, START } from '../fixture.ts';
import { batchOf, callEvent } from '../events.ts';
import { ACCOUNT } from '../fake-macie.ts';

const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Disables, and has the event delivered two seconds later. */
async function disable(desk: ReturnType<typeof fixture>, session_ = 'mallory') {
  const at = stamp(desk.now().getTime());
  desk.sessions.set('eu-west-1', OFF);
  desk.pass(2000);
  return desk.change(batchOf([callEvent({ at, session: session_ })]));
}

describe('an attacker who disables in a loop', () => {
  test('is repaired three times, then reported once, and the calls stop', async () => {
    const desk = fixture();
    for (let round = 0; round < 8; round++) {
      await disable(desk);
      desk.pass(60_000);
    }
    expect(desk.written).toHaveLength(3);
    expect(desk.kinds()).toEqual([
      'repaired eu-west-1',
      'repaired eu-west-1',
      'repaired eu-west-1',
      'contested eu-west-1',
    ]);
    expect(desk.driftAlerts().at(-1)).toMatchObject({
      outcome: 'skipped',
      call: { name: 'DisableMacie', actor: { sessionName: 'mallory' } },
      detail:
        'macie-warden has repaired it 3 times since 2026-11-24 09:00:02 UTC, and it was undone again: it is left alone until 2026-11-25 09:00:02 UTC',
    });
    // Of Macie nothing is asked but what the session is.
    const calls = desk.reads.length;
    await disable(desk);
    expect(desk.reads.length - calls).toBe(1);
    // Nor does the schedule start again what the events have stopped.
    await desk.check();
    expect(desk.written).toHaveLength(3);
    expect(desk.kinds()).toHaveLength(4);
  });

  test('is repaired again after a day, and told again if it goes on', async () => {
    const desk = fixture();
    for (let round = 0; round < 4; round++) {
      await disable(desk);
      desk.pass(60_000);
    }
    desk.pass(24 * HOUR);
    await desk.check();
    expect(desk.written).toHaveLength(4);
    for (let round = 0; round < 4; round++) {
      await disable(desk);
      desk.pass(60_000);
    }
    expect(desk.written).toHaveLength(6);
    expect(desk.kinds().filter((kind) => kind.startsWith('contested'))).toHaveLength(2);
  });

  test('who gives up is told at once, and who begins anew once more', async () => {
    const desk = fixture();
    for (let round = 0; round < 4; round++) {
      await disable(desk);
      desk.pass(60_000);
    }
    desk.sessions.set('eu-west-1', session({ updatedAt: stamp(desk.now().getTime()) }));
    await desk.check();
    desk.pass(HOUR);
    for (const name of ['eve', 'mallory']) {
      await disable(desk, name);
      desk.sessions.set('eu-west-1', session({ updatedAt: stamp(desk.now().getTime()) }));
      await desk.check();
    }
    desk.pass(25 * HOUR);
    await desk.check();
    await desk.check();
    expect(desk.driftAlerts().slice(3)).toMatchObject([
      { kind: 'contested' },
      { kind: 'resolved', detail: null },
      { kind: 'flapping', outcome: 'skipped', call: { actor: { sessionName: 'eve' } } },
      { kind: 'resolved', detail: 'it has not changed for a day', call: null },
    ]);
    expect(desk.state()).toEqual({ ...EMPTY_STATE, sessions: [expect.anything()], policies: [expect.anything()] });
  });

  test('of several attackers all are named', async () => {
    const desk = fixture();
    for (const name of ['mallory', 'eve', 'mallory', 'oncall']) {
      await disable(desk, name);
      desk.pass(60_000);
    }
    expect(desk.driftAlerts().at(-1)).toMatchObject({
      kind: 'contested',
      call: { actor: { sessionName: 'oncall' } },
      earlierCalls: ['mallory', 'eve', 'mallory'].map((sessionName) => ({ actor: { sessionName } })),
    });
  });

  test('of one setting does not keep another from being repaired', async () => {
    const desk = fixture({ policy: 'limits: { maxRepairs: 1 }' });
    await disable(desk);
    desk.pass(60_000);
    await disable(desk);
    expect(desk.kinds()).toEqual(['repaired eu-west-1', 'contested eu-west-1']);
    expect(desk.driftAlerts()[1]?.detail).toContain('has repaired it once since');
    desk.sessions.set('eu-west-1', session({ findingPublishingFrequency: 'SIX_HOURS' }));
    await desk.check();
    expect(desk.written.at(-1)?.write).toMatchObject({
      kind: 'update',
      values: { findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    });
  });
});

describe('somebody who changes something every second', () => {
  test('between paused and off, where nothing is repaired any more, is told once more', async () => {
    const desk = fixture();
    for (let round = 0; round < 4; round++) {
      await disable(desk);
      desk.pass(60_000);
    }
    const told = desk.kinds().length;
    for (let round = 0; round < 20; round++) {
      const isOff = round % 2 === 0;
      const at = stamp(desk.now().getTime());
      desk.sessions.set('eu-west-1', isOff ? OFF : session({ status: 'PAUSED', createdAt: at, updatedAt: at }));
      desk.pass(2000);
      const parameters = isOff ? null : { status: 'PAUSED' };
      await desk.change(batchOf([callEvent({ at, call: isOff ? 'DisableMacie' : 'EnableMacie', parameters })]));
    }
    expect(desk.kinds().slice(told)).toEqual(['flapping eu-west-1']);
  });

  test('where nothing may be repaired, is told as flapping; what is remembered of it does not grow', async () => {
    const desk = fixture({ policy: 'limits: { maxActions: 0 }' });
    const sizes: number[] = [];
    for (let round = 0; round < 60; round++) {
      const at = stamp(desk.now().getTime());
      const next = [OFF, session({ status: 'PAUSED', updatedAt: at }), session({ updatedAt: at })][round % 3] ?? OFF;
      desk.sessions.set('eu-west-1', next);
      desk.pass(2000);
      await desk.change(batchOf([callEvent({ at, call: 'UpdateMacieSession', parameters: { status: next.status } })]));
      sizes.push(JSON.stringify(desk.state()).length);
    }
    expect(desk.kinds().length).toBeLessThan(10);
    expect(desk.kinds().filter((kind) => kind.startsWith('flapping'))).toHaveLength(1);
    expect(sizes.at(-1)).toBe(sizes.at(-30));
    const [record] = desk.state().drifts;
    expect([record?.openings.length, record?.earlierCalls.length]).toEqual([4, 5]);
  });
});

describe('the cool-down between two repairs', () => {
  test('is waited for, and told while it lasts', async () => {
    const desk = fixture();
    await disable(desk);
    const repairedAt = desk.now().getTime();
    desk.pass(3000);
    expect(await disable(desk)).toEqual({ batchItemFailures: [] });
    expect(desk.kinds()).toEqual(['repaired eu-west-1', 'opened eu-west-1', 'repaired eu-west-1']);
    expect(desk.driftAlerts()[1]).toMatchObject({
      outcome: 'skipped',
      detail:
        'the session was repaired at 2026-11-24 09:00:02 UTC, and the next repair waits until 2026-11-24 09:00:32 UTC',
    });
    expect(desk.now().getTime()).toBeGreaterThanOrEqual(repairedAt + 30_000);
    expect(desk.written).toHaveLength(2);
  });

  test('of one Region is no matter of the others: they are done at once, once', async () => {
    const throttled = { kind: 'unknown', reason: 'throttled', detail: 'x' } as const;
    const desk = fixture({ sessions: { 'eu-west-1': session(), 'us-east-1': OFF, 'us-west-2': throttled } });
    await disable(desk);
    const reads = desk.reads.length;
    desk.sessions.set('eu-west-1', OFF);
    const event = (region: string) => callEvent({ region, at: stamp(desk.now().getTime() - 1000) });
    const answer = await desk.change(batchOf([event('eu-west-1'), event('us-east-1'), event('us-west-2')]));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
    const after = desk.reads.slice(reads);
    // The scan, the second scan because another run ended at the same time, the reading before the write, and the one after it.
    expect(after.filter((region) => region === 'us-east-1')).toHaveLength(4);
    expect(after.indexOf('us-east-1')).toBeLessThan(after.lastIndexOf('eu-west-1'));
    expect(desk.kinds().slice(1)).toEqual(['opened eu-west-1', 'repaired us-east-1', 'repaired eu-west-1']);
  });

  test('that begins anew while it is waited for is left to the next delivery', async () => {
    const desk = fixture();
    await disable(desk);
    const { wait } = desk.deps;
    // Another run repairs, and the attacker is there again, while this one waits.
    Object.assign(desk.deps, {
      wait: async (ms: number, signal: AbortSignal) => {
        await wait(ms, signal);
        const at = desk.now().toISOString();
        const ledgers = desk.state().ledgers.map((ledger) => ({
          ...ledger,
          attempts: ledger.attempts.map((attempt) => ({ ...attempt, at })),
        }));
        desk.memory.replace(ACCOUNT, { ...desk.state(), ledgers });
      },
    });
    expect(await disable(desk)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(desk.written).toHaveLength(1);
  });

  test('is left to the next delivery if the time of the run is over', async () => {
    const desk = fixture();
    await disable(desk);
    desk.sessions.set('eu-west-1', OFF);
    const stop = new AbortController();
    const { change } = await import('../../../lib/app/change/change.ts');
    const wait = () => {
      stop.abort();
      return Promise.resolve();
    };
    const answer = await change(batchOf([callEvent({ at: stamp(desk.now().getTime()) })]), {
      ...desk.deps,
      wait,
      deadline: stop.signal,
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(desk.written).toHaveLength(1);
  });

  test('that is long does not keep the function waiting: the event comes back', async () => {
    const desk = fixture({ policy: 'limits: { coolDown: 10m }' });
    await disable(desk);
    const before = desk.now().getTime();
    expect(await disable(desk)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(desk.now().getTime() - before).toBe(2000);
  });

  test('that is longer than the queue brings events back is left to the schedule', async () => {
    const desk = fixture({ policy: 'limits: { coolDown: 2h }' });
    await disable(desk);
    expect(await disable(desk)).toEqual({ batchItemFailures: [] });
    expect(desk.driftAlerts().at(-1)).toMatchObject({
      kind: 'opened',
      detail: expect.stringContaining('waits until 2026-11-24 11:00:02 UTC'),
    });
    desk.pass(2 * HOUR);
    await desk.check();
    expect(desk.kinds()).toEqual(['repaired eu-west-1', 'opened eu-west-1', 'repaired eu-west-1']);
  });

  test('can be none', async () => {
    const desk = fixture({ policy: 'limits: { coolDown: 0s }' });
    await disable(desk);
    await disable(desk);
    expect(desk.kinds()).toEqual(['repaired eu-west-1', 'repaired eu-west-1']);
  });
});

test('a call from before its own repair has not made what was made after it', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': OFF }, policy: 'limits: { coolDown: 0s }' });
  const late = callEvent({ at: stamp(desk.now().getTime()), session: 'alice' });
  desk.pass(5000);
  await desk.check();
  desk.pass(5000);
  desk.sessions.set('eu-west-1', OFF);
  await desk.change(batchOf([late]));
  expect(desk.driftAlerts()).toMatchObject([
    { kind: 'repaired', call: null },
    { kind: 'repaired', call: null },
  ]);
});

test('its own repair starts nothing: no session is read for it', async () => {
  const desk = fixture();
  await disable(desk);
  const reads = desk.reads.length;
  const own = callEvent({ call: 'EnableMacie', role: 'macie-warden', at: stamp(desk.now().getTime()), parameters: {} });
  await desk.change(batchOf([own]));
  expect([desk.reads.length, desk.written.length, desk.kinds().length]).toEqual([reads, 1, 1]);
});

test('a repair that was refused does not count, and does not become a fight', async () => {
  const refused = { kind: 'refused', reason: 'access-denied', detail: 'an SCP' } as const;
  const desk = fixture({ sessions: { 'eu-west-1': OFF }, over: { access: { write: () => Promise.resolve(refused) } } });
  for (let run = 0; run < 6; run++) {
    await desk.check();
    desk.pass(HOUR);
  }
  expect(desk.kinds()).toEqual(['opened eu-west-1']);
  expect(desk.state()).toMatchObject({ ledgers: [], drifts: [{ announcedFailures: ['access-denied'] }] });
});

test('a run that died between its write and its alert is reported by the next', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': OFF } });
  const { write } = desk.access;
  Object.assign(desk.access, {
    write: async (...args: Parameters<typeof write>) => {
      await write(...args);
      throw new Error('killed');
    },
  });
  await expect(desk.check()).rejects.toThrow('killed');
  desk.pass(HOUR);
  await desk.check();
  await desk.check();
  expect(desk.driftAlerts()).toMatchObject([
    {
      kind: 'resolved',
      actual: 'DISABLED',
      detail: expect.stringMatching(/^a run of macie-warden set out to repair it at/),
    },
  ]);
});

describe('a burst', () => {
  const REGIONS = Array.from(
    { length: 50 },
    (_, index) => `xx-${'abcdefghij'.charAt(index % 10)}${'vwxyz'.charAt(Math.floor(index / 10))}-1`,
  );

  /** A thousand calls over fifty Regions, each a second after the one before, and what the sessions are after them. */
  function thousandCalls(seed: number) {
    const random = fc.sample(fc.nat(1_000_000), { numRuns: 3000, seed });
    let next = 0;
    const draw = (below: number): number => (random[next++] ?? 0) % below;
    const sessions = Object.fromEntries(REGIONS.map((region) => [region, session()]));
    const events = Array.from({ length: 1000 }, (_, index) => {
      const region = REGIONS[index % REGIONS.length] ?? '';
      const at = stamp(START - 1_000_000 + index * 1000);
      const isOn = sessions[region]?.status !== 'DISABLED';
      const times = { createdAt: at, updatedAt: stamp(Date.parse(at) + 1000) };
      if (!isOn) {
        sessions[region] = session(times);
        return callEvent({
          region,
          at,
          call: 'EnableMacie',
          parameters: { findingPublishingFrequency: 'FIFTEEN_MINUTES' },
        });
      }
      if (draw(2) === 0) {
        sessions[region] = OFF;
        return callEvent({ region, at });
      }
      const status = draw(2) === 0 ? 'PAUSED' : 'ENABLED';
      sessions[region] = session({ ...times, status });
      return callEvent({ region, at, call: 'UpdateMacieSession', parameters: { status } });
    });
    const twice = events.filter((_, index) => index % 4 === 0);
    const delivered = [...events, ...twice];
    for (let index = delivered.length - 1; index > 0; index--) {
      const other = draw(index + 1);
      [delivered[index], delivered[other]] = [delivered[other] ?? {}, delivered[index] ?? {}];
    }
    const drifted = REGIONS.filter((region) => sessions[region]?.status !== 'ENABLED').toSorted();
    return { delivered, sessions, drifted };
  }

  test.each([
    ['repairs', '', 'repaired'],
    ['reports', 'limits: { maxActions: 0 }', 'opened'],
  ])(
    'of 1,000 calls over 50 targets, out of order and some of them twice, two batches at once: %s each drift once',
    async (_, policy, kind) => {
      for (const seed of [1, 2, 3]) {
        const { delivered, sessions, drifted } = thousandCalls(seed);
        const desk = fixture({ sessions, regions: REGIONS, policy: policy || 'limits: { maxActions: 50 }' });
        const { wait } = desk.deps;
        // Who waits lets the other work, or its lease is over before it has done anything.
        const patiently = async (ms: number, signal: AbortSignal) => {
          await new Promise((resolve) => setImmediate(resolve));
          await wait(ms, signal);
        };
        Object.assign(desk.deps, { wait: patiently });
        let queue = delivered;
        let fed = 0;
        while (queue.length > 0) {
          const batches = [queue.slice(0, 100), queue.slice(100, 200)].filter(({ length }) => length > 0);
          const answers = await Promise.all(batches.map((batch) => desk.change(batchOf(batch))));
          const returned = answers.flatMap(({ batchItemFailures }, index) =>
            batchItemFailures.map(({ itemIdentifier }) => batches[index]?.[Number(itemIdentifier.slice(1))] ?? {}),
          );
          // What was repaired is an event as well.
          const own = desk.written.slice(fed).map(({ region }) => ownRepair(region, desk.now()));
          fed = desk.written.length;
          queue = [...queue.slice(200), ...returned, ...own];
          desk.pass(720_000);
        }
        expect(drifted.length).toBeGreaterThan(10);
        const isDrift = (one: string): boolean => !one.startsWith('interrupted');
        expect(desk.kinds().filter(isDrift).toSorted()).toEqual(drifted.map((region) => `${kind} ${region}`));
        // Sessions that went down and came back are announced as well, each once.
        const interrupted = desk.kinds().filter((one) => !isDrift(one));
        expect(new Set(interrupted).size).toBe(interrupted.length);
        expect(interrupted.filter((one) => drifted.some((region) => one.endsWith(region)))).toEqual([]);
        expect(desk.written.map(({ region }) => region).toSorted()).toEqual(kind === 'repaired' ? drifted : []);
        const open = desk
          .state()
          .drifts.filter(({ state }) => state === 'open')
          .map(({ region }) => region);
        expect(open.toSorted()).toEqual(kind === 'repaired' ? [] : drifted);
        expect(desk.processed.size).toBe(1000);
        expect(desk.ignored.filter((why) => why.includes('macie-warden itself'))).toHaveLength(fed);
      }
    },
  );

  const ownRepair = (region: string, now: Date): object =>
    callEvent({
      region,
      at: stamp(now.getTime()),
      call: 'EnableMacie',
      role: 'macie-warden',
      session: 'change',
      parameters: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    });
});
