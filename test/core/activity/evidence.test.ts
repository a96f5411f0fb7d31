import { describe, expect, test } from '@jest/globals';
import { touchesSetting } from '../../../lib/core/activity/attribution.ts';
import { fittingCalls, windowOf } from '../../../lib/core/activity/evidence.ts';
import { OFF, session } from '../values.ts';
import { callOf, disable, slowDown } from './calls.ts';

const AT = '2026-11-24T09:00:05.000Z';
const read = (createdAt: string | null, updatedAt: string | null) => session({ createdAt, updatedAt });

describe('the calls that fit a session', () => {
  test.each([
    ['are all where nothing was read', null, 1],
    ['are all where Macie is off', OFF, 1],
    ['are all where the session has no times', read(null, null), 1],
    ['are those before its last change', read('2026-11-01T00:00:00.000Z', AT), 1],
    ['are none after its last change', read('2026-11-01T00:00:00.000Z', '2026-11-24T08:00:00.000Z'), 0],
    ['are none long before its last change', read('2026-11-01T00:00:00.000Z', '2026-11-24T10:00:00.000Z'), 0],
    ['are none of the session before it', read('2026-11-24T09:01:00.000Z', null), 0],
  ])('%s', (_, values, count) => {
    expect(fittingCalls([slowDown], values)).toHaveLength(count);
  });

  test('have a window as wide as the clocks differ', () => {
    expect(windowOf(read(AT, AT))).toEqual({ fromMs: Date.parse(AT) - 6000, toMs: Date.parse(AT) + 6000 });
  });
});

test.each([
  [disable, 'status', true],
  [slowDown, 'status', false],
  [callOf({ name: 'constructor', sets: {} }), 'status', false],
])('a call touches a setting: %#', (call, setting, expected) => {
  expect(touchesSetting(call, setting)).toBe(expected);
});
