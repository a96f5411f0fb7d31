import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scanAdvances, scanBegins, shownCount, timeLeftMs, type ScanStep } from '../../lib/core/progress.ts';

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

test('a scan of lists is counted by Regions, and its time by those that are listed', () => {
  const steps: readonly ScanStep[] = [
    { kind: 'lists-begin', regions: 10 },
    { kind: 'region-listed', targets: 40, drifted: 2, unknown: 1 },
    { kind: 'region-listed', targets: 40, drifted: 0, unknown: 3 },
  ];
  const progress = steps.reduce(scanAdvances, scanBegins(40));
  expect(progress).toMatchObject({ regions: { done: 2, total: 10 }, targets: { done: 80 }, drifted: 2, unknown: 4 });
  expect(shownCount(progress)).toEqual({ done: 2, total: 10 });
  expect(timeLeftMs({ ...progress, regions: { done: 8, total: 10 } }, 8000)).toBe(2000);
  // However the steps come.
  expect(scanAdvances(scanBegins(40), { kind: 'region-listed', targets: 1, drifted: 0, unknown: 0 }).regions).toEqual({
    done: 1,
    total: 0,
  });
});

test('one account is counted by its targets, several by accounts, repairs by writes', () => {
  const targets = { done: 1, total: 22 };
  expect(shownCount({ ...scanBegins(1), targets })).toEqual(targets);
  expect(shownCount({ ...scanBegins(40), targets })).toEqual({ done: 0, total: 40 });
  expect(shownCount({ phase: 'writing', writes: { done: 1, total: 2 } })).toEqual({ done: 1, total: 2 });
  expect(shownCount({ phase: 'checking', accounts: { done: 3, total: 4 } })).toEqual({ done: 3, total: 4 });
});
