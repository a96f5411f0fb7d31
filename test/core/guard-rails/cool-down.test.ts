import { describe, expect, test } from '@jest/globals';
import { coolDown, coolingOf, NOT_COOLING } from '../../../lib/core/guard-rails/cool-down.ts';
import { session, TARGET } from '../values.ts';
import { ago, assessed, attemptOf, HOUR, ledgerOf, NOW, planOf } from './ledgers.ts';

const OTHER = { ...TARGET, region: 'us-east-1' };
const OTHER_ACCOUNT = { ...TARGET, accountId: '444455556666' };
const SETTINGS = { now: NOW, coolDownMs: 30_000 };

describe('coolDown', () => {
  test.each([
    ['holds nothing of a target without repairs', [], 0],
    ['holds a target that was repaired within the cool-down', [ago(29_000)], 1],
    ['holds nothing once the cool-down has passed', [ago(30_000)], 0],
    ['counts from the last repair', [ago(HOUR), ago(10_000)], 1],
    ['ignores a repair in the future, of a wrong clock', [ago(-HOUR)], 0],
  ])('%s', (_, times, held) => {
    const ledgers = [ledgerOf(times.map((at) => attemptOf(at)))];
    expect(coolDown(planOf(assessed()), { ledgers, ...SETTINGS })).toHaveLength(held);
  });

  test('says when the target was repaired and how long it waits', () => {
    const ledgers = [ledgerOf([attemptOf(ago(10_000))])];
    expect(coolDown(planOf(assessed()), { ledgers, ...SETTINGS })).toEqual([
      {
        ...TARGET,
        setting: 'status',
        until: ago(-20_000),
        detail:
          'the session was repaired at 2026-11-24 08:59:50 UTC, and the next repair waits until 2026-11-24 09:00:20 UTC',
      },
    ]);
  });

  test('holds every setting of the target, whichever was repaired', () => {
    const both = assessed(session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }));
    const ledgers = [ledgerOf([attemptOf(ago(1000))])];
    expect(coolDown(planOf(both), { ledgers, ...SETTINGS }).map(({ setting }) => setting)).toEqual([
      'status',
      'findingPublishingFrequency',
    ]);
  });

  test('waits longer than a day if the policy says so', () => {
    const ledgers = [ledgerOf([attemptOf(ago(30 * HOUR))])];
    expect(coolDown(planOf(assessed()), { ledgers, now: NOW, coolDownMs: 48 * HOUR })).toHaveLength(1);
  });

  test.each([
    ['Region', OTHER],
    ['account', OTHER_ACCOUNT],
  ])('holds nothing of another %s', (_, target) => {
    const ledgers = [ledgerOf([attemptOf(ago(1000))], target)];
    expect(coolDown(planOf(assessed()), { ledgers, ...SETTINGS })).toEqual([]);
  });
});

describe('coolingOf', () => {
  test('names each target once, and when the last of them has waited', () => {
    const there = assessed(session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }), OTHER);
    const ledgers = [ledgerOf([attemptOf(ago(1000))]), ledgerOf([attemptOf(ago(20_000))], OTHER)];
    expect(coolingOf(coolDown(planOf(assessed(), there), { ledgers, ...SETTINGS }))).toEqual({
      targets: ['111122223333 eu-west-1', '111122223333 us-east-1'],
      until: ago(-29_000),
    });
  });

  test('is empty when nothing waits', () => {
    expect(coolingOf([])).toEqual(NOT_COOLING);
  });
});
