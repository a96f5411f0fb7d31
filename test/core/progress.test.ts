import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scanAdvances, scanBegins, timeLeftMs, type ScanStep } from '../../lib/core/progress.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('regions-known' as const), targets: fc.nat(22) }),
  fc.record({ kind: fc.constant('target-read' as const) }),
  fc.record({ kind: fc.constant('account-done' as const), drifted: fc.nat(22), unknown: fc.nat(22) }),
);

test('steps add up, in whatever order they come', () => {
  const fold = (steps: readonly ScanStep[]) => steps.reduce(scanAdvances, scanBegins(1000));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const end = fold(steps);
      expect(fold(steps.toReversed())).toEqual(end);
      expect(end.accounts).toEqual({ done: steps.filter(({ kind }) => kind === 'account-done').length, total: 1000 });
      expect(end.targets.done).toBe(steps.filter(({ kind }) => kind === 'target-read').length);
    }),
  );
});

describe('the time left', () => {
  test('is that of the accounts that are done, for each other account', () => {
    expect(timeLeftMs({ accounts: { done: 10, total: 40 } }, 5000)).toBe(15_000);
    expect(timeLeftMs({ accounts: { done: 40, total: 40 } }, 5000)).toBe(0);
    expect(timeLeftMs({ accounts: { done: 0, total: 0 } }, 5000)).toBe(0);
  });

  test('is not guessed from few accounts', () => {
    expect(timeLeftMs({ accounts: { done: 7, total: 40 } }, 5000)).toBeNull();
    expect(timeLeftMs({ accounts: { done: 1, total: 2 } }, 5000)).toBe(5000);
    expect(timeLeftMs({ accounts: { done: 1, total: 3 } }, 5000)).toBeNull();
  });
});
