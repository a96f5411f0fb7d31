import { describe, expect, test } from '@jest/globals';
import type { Lookup } from '../../../lib/core/lookup.ts';
import { trialDaysLeft, usageEstimate } from '../../../lib/core/cost/usage.ts';

const usd = (value: number): Lookup<number> => ({ kind: 'known', value });

describe('the cost of a setting in the usage of Macie', () => {
  test('is the sum of its types', () => {
    const costs = { AUTOMATED_OBJECT_MONITORING: usd(0.1), AUTOMATED_SENSITIVE_DATA_DISCOVERY: usd(0.2) };
    expect(usageEstimate('automatedDiscovery', costs)).toEqual({
      kind: 'estimated',
      source: 'usage',
      low: 0.3,
      high: 0.3,
    });
  });

  test('is none where no type of it is there', () => {
    expect(usageEstimate('session', { SENSITIVE_DATA_DISCOVERY: usd(1) })).toBeNull();
  });

  test('is not estimated where one type is missing or no number', () => {
    expect(usageEstimate('automatedDiscovery', { AUTOMATED_OBJECT_MONITORING: usd(0.1) })).toEqual({
      kind: 'not-estimated',
      why: 'AUTOMATED_SENSITIVE_DATA_DISCOVERY: the answer does not have it',
    });
    expect(usageEstimate('session', { DATA_INVENTORY_EVALUATION: { kind: 'unknown', why: 'it is odd' } })).toEqual({
      kind: 'not-estimated',
      why: 'DATA_INVENTORY_EVALUATION: it is odd',
    });
  });
});

describe('the days that are left of a trial', () => {
  const now = new Date('2026-11-24T09:00:00Z');
  test.each([
    ['2026-11-24T09:00:00Z', 30],
    ['2026-11-23T10:00:00Z', 30],
    ['2026-11-04T09:00:00Z', 10],
    ['2026-10-25T10:00:00Z', 1],
    ['2026-10-25T09:00:00Z', 0],
    ['2020-01-01T00:00:00Z', 0],
    // A clock that is wrong.
    ['2027-01-01T00:00:00Z', 30],
  ])('begun at %s: %d', (start, days) => {
    expect(trialDaysLeft(start, now)).toBe(days);
  });

  test.each([null, 'yesterday'])('begun at %s: not known', (start) => {
    expect(trialDaysLeft(start, now)).toBeNull();
  });
});
