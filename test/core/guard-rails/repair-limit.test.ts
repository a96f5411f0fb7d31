import { describe, expect, test } from '@jest/globals';
import type { RepairAttempt } from '../../../lib/core/guard-rails/repair-attempt.ts';
import { limitRepairs } from '../../../lib/core/guard-rails/repair-limit.ts';
import { session, TARGET } from '../values.ts';
import { ago, assessed, attemptOf, HOUR, ledgerOf, NOW, NOW_MS, planOf } from './ledgers.ts';

const limited = (attempts: readonly RepairAttempt[], { now = NOW, maxRepairs = 3 } = {}) =>
  limitRepairs(planOf(assessed()), { ledgers: [ledgerOf(attempts)], now, maxRepairs });
const undone = (...hours: readonly number[]) => hours.map((hour) => attemptOf(ago(hour * HOUR)));
const sent = (...hours: readonly number[]) => undone(...hours).map((one) => ({ ...one, outcome: 'sent' as const }));

describe('limitRepairs', () => {
  test.each([
    ['lets a repair through that was never made', [], 0],
    ['lets the last allowed repair through', undone(2, 1), 0],
    ['holds the repair after that', undone(3, 2, 1), 1],
    ['counts only the last day', undone(25, 2, 1), 0],
    ['ignores a repair in the future, of a wrong clock', undone(-1, 2, 1), 0],
    ['ignores repairs of another setting', undone(3, 2).concat(attemptOf(ago(1), { setting: 'serviceRole' })), 0],
  ])('%s', (_, attempts, held) => {
    expect(limited(attempts)).toHaveLength(held);
  });

  test.each(['recorded', 'lost'] as const)('counts a %s repair: it may have been made', (outcome) => {
    expect(limited([...undone(3, 2), attemptOf(ago(HOUR), { outcome })])).toHaveLength(1);
  });

  test('says that the repairs were undone, since when, and until when it is left alone', () => {
    expect(limited(undone(5, 4, 3, 2, 1))).toEqual([
      {
        ...TARGET,
        setting: 'status',
        isUndone: true,
        until: '2026-11-25T06:00:00.000Z',
        detail:
          'macie-warden has repaired it 5 times since 2026-11-24 06:00:00 UTC, and it was undone again: it is left alone until 2026-11-25 06:00:00 UTC',
      },
    ]);
  });

  test('says the same in every run until it ends', () => {
    const attempts = undone(3, 2, 1);
    expect(limited(attempts, { now: new Date(NOW_MS + HOUR) })).toEqual(limited(attempts));
  });

  test('counts one repair as once', () => {
    expect(limited(undone(1), { maxRepairs: 1 })[0]?.detail).toContain('repaired it once since');
  });

  test('holds one setting and leaves the others of the target', () => {
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    expect(
      limitRepairs(planOf(assessed(both)), { ledgers: [ledgerOf(undone(3, 2, 1))], now: NOW, maxRepairs: 3 }).map(
        ({ setting }) => setting,
      ),
    ).toEqual(['status']);
  });

  describe('of repairs that no reading ever showed', () => {
    test('holds them for an hour, and does not call them undone', () => {
      expect(limited(sent(3, 2, 0.5))).toMatchObject([
        {
          isUndone: false,
          detail:
            'macie-warden has sent this repair 3 times since 2026-11-24 06:00:00 UTC, and no reading has shown it: it is left alone until 2026-11-24 09:30:00 UTC',
        },
      ]);
    });

    test('lets another one through after that', () => {
      expect(limited(sent(3, 2, 1))).toEqual([]);
    });

    test('calls them undone as soon as one of them was seen, and counts both', () => {
      expect(limited([...sent(3, 2), ...undone(1)])).toMatchObject([
        {
          isUndone: true,
          detail: expect.stringContaining('repaired it once since 2026-11-24 06:00:00 UTC, has sent 2 more'),
        },
      ]);
    });

    test('does not say that they were sent if each run ended before', () => {
      const lost = undone(3, 2, 0.5).map((one) => ({ ...one, outcome: 'lost' as const }));
      expect(limited(lost)).toMatchObject([
        { isUndone: false, detail: expect.stringContaining('and each run ended before it knew the outcome') },
      ]);
    });
  });
});
