import { describe, expect, test } from '@jest/globals';
import type { DriftAlert } from '../../../lib/core/alerts/model.ts';
import { OFF, session } from '../../core/values.ts';
import { at, fixture, HOUR } from '../fixture.ts';
import { batchOf, callEvent } from '../events.ts';

const named = (alerts: readonly DriftAlert[]): readonly string[] =>
  alerts.map(({ kind, call }) => `${kind} ${call?.actor.sessionName ?? 'nobody'}`);
const REPORT = 'limits: { maxActions: 0 }';
const update = (parameters: object, over = {}): object =>
  callEvent({ call: 'UpdateMacieSession', parameters, ...over });

describe('who it was', () => {
  test('an older event that comes later does not take the place of the newer', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, policy: REPORT });
    await desk.change(batchOf([callEvent({ session: 'carol', at: at(-1) })]));
    await desk.change(batchOf([callEvent({ session: 'alice', at: at(-60) })]));
    desk.pass(100 * 3_600_000);
    await desk.check();
    expect(named(desk.driftAlerts())).toEqual(['opened carol', 'reminder carol']);
  });

  test('with a word of it, where the session says that it was changed after the call', async () => {
    const paused = session({ status: 'PAUSED', updatedAt: at(-5) });
    const desk = fixture({ sessions: { 'eu-west-1': paused }, policy: REPORT });
    await desk.change(batchOf([update({ status: 'PAUSED' }, { at: at(-100) })]));
    expect(named(desk.driftAlerts())).toEqual(['opened alice']);
    expect(desk.driftAlerts()[0]?.call?.laterChangeAt).toBe(at(-5));
  });

  test('who enabled Macie without a frequency, and not who set that of the session before', async () => {
    const slow = session({ findingPublishingFrequency: 'SIX_HOURS', createdAt: at(-10), updatedAt: at(-10) });
    const desk = fixture({ sessions: { 'eu-west-1': slow }, policy: REPORT });
    await desk.change(
      batchOf([
        update({ findingPublishingFrequency: 'SIX_HOURS' }, { session: 'alice', at: at(-300) }),
        callEvent({ session: 'bob', at: at(-20) }),
        callEvent({ call: 'EnableMacie', parameters: {}, session: 'bob', at: at(-10) }),
      ]),
    );
    expect(desk.driftAlerts().map(({ setting }) => setting)).toEqual(['findingPublishingFrequency', 'status']);
    expect(named(desk.driftAlerts())).toEqual(['opened bob', 'interrupted bob']);
  });

  test.each([
    [59, 'alice'],
    [61, 'nobody'],
  ])('of an event that comes %d minutes late: %s', async (minutes, name) => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, policy: REPORT });
    await desk.change(batchOf([callEvent({ at: at(-60 * minutes) })]));
    expect(named(desk.driftAlerts())).toEqual([`opened ${name}`]);
  });

  test('may be a role of the same name in another account', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': session({ updatedAt: at(5) }) } });
    const arn = 'arn:aws:iam::999988887777:role/macie-warden';
    const userIdentity = { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn } } };
    await desk.change(batchOf([callEvent({ call: 'EnableMacie', parameters: {}, detail: { userIdentity } })]));
    expect([desk.ignored, desk.reads]).toEqual([[], ['eu-west-1']]);
  });

  test('is known from the recorded attempt of a run that died before its repair', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    const { write } = desk.access;
    Object.assign(desk.access, { write: () => Promise.reject(new Error('killed')) });
    await expect(desk.change(batchOf([callEvent({ session: 'mallory' })]))).rejects.toThrow('killed');
    Object.assign(desk.access, { write });
    desk.pass(HOUR);
    await desk.check();
    expect(named(desk.driftAlerts())).toEqual(['repaired mallory']);
  });

  test('is not lost when the repair could not be seen', async () => {
    let isThrottled = false;
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    const { read, write } = desk.access;
    Object.assign(desk.access, {
      read: (order: Parameters<typeof read>[0]) =>
        isThrottled ? Promise.resolve({ kind: 'unknown', reason: 'throttled', detail: 'x' }) : read(order),
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
    expect(named(desk.driftAlerts())).toEqual(['resolved mallory']);
  });
});
