import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { hold, type Holding } from '../../../lib/core/guard-rails/repair-limit.ts';
import { newItem } from '../../../lib/core/alerts/item.ts';
import { keyOf, type Item } from '../../../lib/core/alerts/model.ts';
import { anyDesired, anySession, OFF, policyFor, session, TARGET } from '../values.ts';
import { HOUR, START } from '../alerts/history.ts';

const NOW = new Date(START);
const ago = (ms: number): string => new Date(START - ms).toISOString();
const item = (repairs: readonly string[], over: Partial<Item> = {}): Item => ({
  ...newItem({ ...TARGET, subject: 'status' }, { now: NOW }),
  repairs,
  ...over,
});
const holding = (over: Partial<Holding> = {}): Holding => ({
  items: [],
  left: [],
  now: NOW,
  settings: { maxRepairs: 3, coolDownMs: 30_000 },
  ...over,
});
const seen = (status = OFF, remediation: 'enforce' | 'report' = 'enforce') =>
  assess({
    target: TARGET,
    policy: policyFor({ status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' }, { remediation }),
    observation: { kind: 'session', session: status },
  });
const outcomes = (over: Partial<Holding>, one = seen()) =>
  hold([one], holding(over)).assessments.flatMap(({ drifts }) => drifts.map(({ outcome }) => outcome));

describe('what is held back', () => {
  test.each([
    ['nothing is remembered', [], 'planned'],
    ['two repairs', [ago(2 * HOUR), ago(HOUR)], 'planned'],
    ['three repairs', [ago(3 * HOUR), ago(2 * HOUR), ago(HOUR)], 'skipped'],
    ['three, of which one was yesterday', [ago(25 * HOUR), ago(2 * HOUR), ago(HOUR)], 'planned'],
    ['one a moment ago', [ago(29_000)], 'skipped'],
    ['one half a minute ago', [ago(30_000)], 'planned'],
    ['one in the future, of a clock that was wrong', [ago(-HOUR)], 'planned'],
  ])('%s: %s', (_, repairs, outcome) => {
    expect(outcomes({ items: [item(repairs)] })).toEqual([outcome]);
  });

  test('with until when, and that the same in every run', () => {
    const items = [item([ago(3 * HOUR), ago(2 * HOUR), ago(HOUR)])];
    const one = hold([seen()], holding({ items }));
    const later = hold([seen()], holding({ items, now: new Date(START + HOUR) }));
    expect(one.assessments).toEqual(later.assessments);
    expect(one).toMatchObject({ contested: new Set([keyOf(item([]))]), cooling: new Set(), coolAt: null });
    const cooling = hold([seen()], holding({ items: [item([ago(10_000)])] }));
    expect(cooling).toMatchObject({
      contested: new Set(),
      cooling: new Set([TARGET.region]),
      coolAt: new Date(START + 20_000),
    });
  });

  test('more repairs than are allowed now: until one less than that is within a day', () => {
    const items = [item([5, 4, 3, 2, 1].map((hours) => ago(hours * HOUR)))];
    const [held] = hold([seen()], holding({ items })).assessments;
    expect(held?.drifts[0]?.detail).toBe(
      'macie-warden has repaired it 5 times since 2026-11-24 06:00:00 UTC, and it was undone again: it is left alone until 2026-11-25 06:00:00 UTC',
    );
  });

  test('of several that cool down, until the last has', () => {
    const there = { ...seen(), target: { ...TARGET, region: 'us-east-1' } };
    const items = [item([ago(1000)]), item([ago(20_000)], { region: 'us-east-1' })];
    expect(hold([seen(), there], holding({ items }))).toMatchObject({
      cooling: new Set([TARGET.region, 'us-east-1']),
      coolAt: new Date(START + 29_000),
    });
  });

  test('fought over is one setting; cooling down is the whole target', () => {
    const paused = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const fought = [ago(3 * HOUR), ago(2 * HOUR), ago(HOUR)];
    expect(outcomes({ items: [item(fought)] }, seen(paused))).toEqual(['skipped', 'planned']);
    expect(outcomes({ items: [item([ago(1000)])] }, seen(paused))).toEqual(['skipped', 'skipped']);
    expect(outcomes({ items: [item([ago(1000)], { region: 'us-east-1' })] }, seen(paused))).toEqual([
      'planned',
      'planned',
    ]);
  });

  test('nothing where the policy only reports: there is nothing to hold', () => {
    expect(outcomes({ items: [item([ago(1000)])] }, seen(OFF, 'report'))).toEqual(['planned']);
  });

  test('what a newer version remembers: its repairs cannot be counted', () => {
    expect(outcomes({ left: [keyOf(item([]))] })).toEqual(['skipped']);
  });
});

test('holding back writes less, never more and never something else', () => {
  const anyRepairs = fc.array(
    fc.integer({ min: -2, max: 30 }).map((hours) => ago(hours * HOUR)),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(
      anySession,
      anyDesired,
      anyRepairs,
      fc.integer({ min: 1, max: 4 }),
      (state, desired, repairs, maxRepairs) => {
        const one = assess({
          target: TARGET,
          policy: policyFor(desired),
          observation: { kind: 'session', session: state },
        });
        const settings = { maxRepairs, coolDownMs: 30_000 };
        const [held] = hold([one], holding({ items: [item(repairs)], settings })).assessments;
        expect(held?.drifts).toHaveLength(one.drifts.length);
        for (const [index, drift] of one.drifts.entries()) {
          const after = held?.drifts[index];
          const isHeld = drift.outcome === 'planned' && after?.outcome === 'skipped';
          expect(after).toEqual(isHeld ? { ...drift, outcome: 'skipped', detail: after.detail } : drift);
          expect(isHeld ? after.detail : 'as it was').not.toBeNull();
        }
      },
    ),
  );
});
