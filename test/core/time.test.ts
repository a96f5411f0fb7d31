import { describe, expect, test } from '@jest/globals';
import { isWithin, minuteText, timeText, withinLastDay } from '../../lib/core/time.ts';

const NOW = new Date('2026-11-24T09:00:00.000Z');

describe('a time for people', () => {
  test('is in UTC, to the second or to the minute', () => {
    expect(timeText('2026-11-24T09:00:05.123Z')).toBe('2026-11-24 09:00:05 UTC');
    expect(minuteText('2026-11-24T09:00:05.123Z')).toBe('2026-11-24 09:00 UTC');
  });

  test('that is no ISO 8601 stays as it is', () => {
    expect(timeText('soon')).toBe('soon');
    expect(minuteText('soon')).toBe('soon');
  });
});

describe('a time within the last day', () => {
  test.each([
    ['now', '2026-11-24T09:00:00.000Z', true],
    ['a second less than a day ago', '2026-11-23T09:00:01.000Z', true],
    ['a day ago', '2026-11-23T09:00:00.000Z', false],
    ['in the future, of a wrong clock', '2026-11-24T09:00:00.001Z', false],
    ['that is none', 'soon', false],
  ])('%s', (_, time, expected) => {
    expect(isWithin(time, { now: NOW, ms: 24 * 60 * 60 * 1000 })).toBe(expected);
    expect(withinLastDay([time], NOW)).toEqual(expected ? [time] : []);
  });
});
