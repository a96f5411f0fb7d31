import { describe, expect, test } from '@jest/globals';
import { reminderDue } from '../../../lib/core/alerts/reminder.ts';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import { drift, resultOf, TARGET, unreadableResult } from '../values.ts';
import { ALERT_SETTINGS, DAY, kindsOf, runOnce, START } from './history.ts';

const DRIFTED = resultOf(TARGET.region, { drifts: [drift()] });

describe('reminderDue', () => {
  const announcedAt = new Date(START).toISOString();
  test.each([
    ['before three days', { announcedAt, reminders: 0 }, 3 * DAY - 1, 'not-yet'],
    ['after three days', { announcedAt, reminders: 0 }, 3 * DAY, 'due'],
    ['six days after the first reminder', { announcedAt, reminders: 1 }, 6 * DAY - 1, 'not-yet'],
    ['six days after the first reminder, to the millisecond', { announcedAt, reminders: 1 }, 6 * DAY, 'due'],
    ['of what was never announced', { announcedAt: null, reminders: 0 }, 30 * DAY, 'not-yet'],
    ['of an alert in the future, of a wrong clock', { announcedAt, reminders: 0 }, -1, 'later'],
  ])('%s', (_, record, silentMs, due) => {
    expect(reminderDue(record, { now: new Date(START + silentMs), settings: ALERT_SETTINGS })).toBe(due);
  });
});

describe('reminders', () => {
  const days = (count: number, result: Result): readonly number[] =>
    kindsOf(
      Array.from({ length: count }, () => result),
      DAY,
    ).flatMap((kinds, day) => (kinds === 'reminder' ? [day] : []));

  test('of a drift come after three days, then six, then twelve', () => {
    expect(days(25, DRIFTED)).toEqual([3, 9, 21]);
  });

  test('of an unreadable target come three days after its alert', () => {
    expect(days(8, unreadableResult(TARGET.region))).toEqual([4]);
  });

  test.each([
    ['a drift', DRIFTED],
    ['an unreadable target', unreadableResult(TARGET.region)],
  ])('of %s are not lost when the clock jumps back', (_, result) => {
    const first = runOnce(EMPTY_STATE, { results: [result], atMs: START });
    const announced = runOnce(first.state, { results: [result], atMs: START + DAY });
    const back = runOnce(announced.state, { results: [result], atMs: START - 300 * DAY });
    expect(back.alerts).toEqual([]);
    const later = runOnce(back.state, { results: [result], atMs: START - 297 * DAY });
    expect(later.alerts.map(({ kind }) => kind)).toEqual(['reminder']);
  });
});
