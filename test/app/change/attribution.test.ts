import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { OFF, session } from '../core/values.ts';
import { changeDesk, START } from './change/change-desk.ts';
import { batchOf, callEvent } from './events.ts';

const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString().replace('.000Z', 'Z');
const named = (alerts: readonly Alert[]): readonly string[] =>
  alerts.map(({ kind, change }) => `${kind} ${change?.actor.sessionName ?? 'nobody'}`);
const REPORT = 'limits: { maxActions: 0 }';
const update = (parameters: object, over = {}): object =>
  callEvent({ call: 'UpdateMacieSession', parameters, ...over });

describe('who it was', () => {
  test('an older event that comes later does not take the place of the newer', async () => {
    const desk = changeDesk({ sessions: { 'eu-west-1': OFF }, policy: REPORT });
    await desk.change(batchOf([callEvent({ session: 'carol', at: at(-1) })]));
    await desk.change(batchOf([callEvent({ session: 'alice', at: at(-60) })]));
    desk.pass(100 * 3_600_000);
    await desk.check();
    expect(named(desk.alerts)).toEqual(['opened carol', 'reminder carol']);
  });

  test('with a word of it, where the session says that it was changed after the call', async () => {
    const paused = session({ status: 'PAUSED', updatedAt: at(-5) });
    const desk = changeDesk({ sessions: { 'eu-west-1': paused }, policy: REPORT });
    await desk.change(batchOf([update({ status: 'PAUSED' }, { at: at(-100) })]));
    expect(named(desk.alerts)).toEqual(['opened alice']);
    expect(desk.alerts[0]?.change?.laterAt).toBe(at(-5));
  });

  test('who enabled Macie without a frequency, and not who set that of the session before', async () => {
    const slow = session({ findingPublishingFrequency: 'SIX_HOURS', createdAt: at(-10), updatedAt: at(-10) });
    const desk = changeDesk({ sessions: { 'eu-west-1': slow }, policy: REPORT });
    await desk.change(
      batchOf([
        update({ findingPublishingFrequency: 'SIX_HOURS' }, { session: 'alice', at: at(-300) }),
        callEvent({ session: 'bob', at: at(-20) }),
        callEvent({ call: 'EnableMacie', parameters: {}, session: 'bob', at: at(-10) }),
      ]),
    );
    expect(desk.alerts.map(({ subject }) => subject)).toEqual(['findingPublishingFrequency']);
    expect(named(desk.alerts)).toEqual(['opened bob']);
  });

  test.each([
    [59, 'alice'],
    [61, 'nobody'],
  ])('of an event that comes %d minutes late: %s', async (minutes, name) => {
    const desk = changeDesk({ sessions: { 'eu-west-1': OFF }, policy: REPORT });
    await desk.change(batchOf([callEvent({ at: at(-60 * minutes) })]));
    expect(named(desk.alerts)).toEqual([`opened ${name}`]);
  });

  test('may be a role of the same name in another account', async () => {
    const desk = changeDesk({ sessions: { 'eu-west-1': session({ updatedAt: at(5) }) } });
    const arn = 'arn:aws:iam::999988887777:role/macie-warden';
    const userIdentity = { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn } } };
    await desk.change(batchOf([callEvent({ call: 'EnableMacie', parameters: {}, detail: { userIdentity } })]));
    expect([desk.dropped, desk.reads]).toEqual([[], ['eu-west-1']]);
  });

  test('is known from the mark of a run that died before its repair', async () => {
    let isDead = true;
    const desk = changeDesk({
      sessions: { 'eu-west-1': OFF },
      over: { write: () => Promise.reject(new Error('killed')) },
    });
    const { write } = changeDesk({ sessions: { 'eu-west-1': OFF } }).deps;
    Object.assign(desk.deps, {
      write: (order: Parameters<typeof write>[0], signal: AbortSignal) => {
        if (isDead) throw new Error('killed');
        desk.sessions.set(order.region, session());
        return write(order, signal);
      },
    });
    await expect(desk.change(batchOf([callEvent({ session: 'mallory' })]))).rejects.toThrow('killed');
    isDead = false;
    desk.pass(3_600_000);
    await desk.check();
    expect(named(desk.alerts)).toEqual(['repaired mallory']);
  });

  test('is not lost when the repair could not be seen', async () => {
    let isThrottled = false;
    const desk = changeDesk({ sessions: { 'eu-west-1': OFF } });
    const { read, write } = desk.deps;
    Object.assign(desk.deps, {
      read: (...args: Parameters<typeof read>) =>
        isThrottled ? Promise.resolve({ kind: 'unknown', reason: 'throttled', detail: 'x' }) : read(...args),
      write: (...args: Parameters<typeof write>) => {
        isThrottled = true;
        return write(...args);
      },
    });
    const batch = batchOf([callEvent({ session: 'mallory' })]);
    expect((await desk.change(batch)).batchItemFailures).toHaveLength(1);
    isThrottled = false;
    desk.pass(720_000);
    await desk.change(batch);
    expect(named(desk.alerts)).toEqual(['resolved mallory']);
  });
});
