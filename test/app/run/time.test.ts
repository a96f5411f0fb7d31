import { expect, test } from '@jest/globals';
import { runMsOf } from '../../../lib/app/run/time.ts';
import { LIMITS } from '../../../lib/app/scan/deps.ts';

test.each([120_000, 300_000])('of %d ms there is time left to end a write and to publish', (remainingMs) => {
  expect(remainingMs - runMsOf(remainingMs)).toBeGreaterThan(2 * LIMITS.callBudgetMs + 10_000);
});

test.each([0, -5])('of %d ms nothing is left', (remainingMs) => {
  expect(runMsOf(remainingMs)).toBe(0);
});
