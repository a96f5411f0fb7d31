import { describe, expect, test } from '@jest/globals';
import { requireTime, runMsOf } from '../../../lib/app/run/time.ts';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { requestFor } from '../fake-macie.ts';

test.each([120_000, 300_000])('of %d ms there is time left to end a write and to publish', (remainingMs) => {
  expect(remainingMs - runMsOf(remainingMs)).toBeGreaterThan(2 * LIMITS.callBudgetMs + 10_000);
});

test.each([0, -5])('of %d ms nothing is left', (remainingMs) => {
  expect(runMsOf(remainingMs)).toBe(0);
});

describe('a run over an organization', () => {
  const EVERYWHERE = requestFor('accounts: organization');
  const ONE_REGION = requestFor('accounts: organization\nregions: [eu-west-1]');
  // That of the function `check`.
  const RUN_MS = runMsOf(300_000);

  test.each([
    ['hundreds of accounts', 500, EVERYWHERE],
    ['thousands in one Region', 5000, ONE_REGION],
    ['thousands, narrowed to one Region', 5000, { ...EVERYWHERE, only: { regions: ['eu-west-1'] } }],
    ['the status of thousands', 5000, { ...EVERYWHERE, depth: 'status' as const }],
  ])('fits into a function: %s', (_, accounts, request) => {
    expect(() => requireTime(accounts, request, RUN_MS)).not.toThrow();
  });

  test.each([
    ['in every Region', 1000, EVERYWHERE],
    ['even in one Region', 20_000, ONE_REGION],
    ['even the status alone', 50_000, { ...EVERYWHERE, depth: 'status' as const }],
  ])('is refused if it does not, with the way out: %s', (_, accounts, request) => {
    expect(() => requireTime(accounts, request, RUN_MS)).toThrow(
      new RegExp(
        `^accounts: a run over ${accounts} accounts takes about \\d+ s, and this function has 265 s left.* --param organization=on`,
      ),
    );
  });

  test('has the time that is left by then, and one account is never too many', () => {
    expect(() => requireTime(2, EVERYWHERE, 100)).toThrow('1 s left');
    expect(() => requireTime(2, EVERYWHERE, -100)).toThrow('0 s left');
    expect(() => requireTime(1, EVERYWHERE, 0)).not.toThrow();
  });
});
