import { expect, test } from '@jest/globals';
import { LIMITS } from '../../../lib/app/wiring/deps.ts';
import { runMsOf, timeFor } from '../../../lib/app/run/time.ts';

test.each([120_000, 300_000])('of %d ms there is time left to end a write and to tell', (remainingMs) => {
  expect(remainingMs - runMsOf(remainingMs)).toBeGreaterThan(2 * LIMITS.callBudgetMs + 10_000);
});

test.each([0, -5])('of %d ms nothing is left', (remainingMs) => {
  expect(runMsOf(remainingMs)).toBe(0);
});

test('the account is kept until the invocation has been ended from outside', () => {
  expect(timeFor(120_000).leaseMs).toBe(150_000);
});
