import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addPending } from '../../../lib/core/alerts/pending.ts';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { driftAlert } from '../../fixtures/alerts.ts';

function pendingAfter(count: number): readonly Alert[] {
  return Array.from({ length: count }, (_, index) => driftAlert({ kind: 'opened' }, { id: String(index) })).reduce<
    readonly Alert[]
  >(addPending, []);
}

test('keeps ten alerts as they are', () => {
  expect(pendingAfter(10).map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('merges those between the first and the last, and counts them', () => {
  const pending = pendingAfter(60);
  expect(pending.map(({ id }) => id)).toEqual(['0', '1', '2', '53', '54', '55', '56', '57', '58', '59']);
  expect(pending.map(({ mergedAlerts = 0 }) => mergedAlerts)).toEqual([0, 0, 0, 50, 0, 0, 0, 0, 0, 0]);
});

test('accounts for every alert, and never holds more than ten', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), (count) => {
      const pending = pendingAfter(count);
      expect(pending.length).toBeLessThanOrEqual(10);
      expect(pending.reduce((sum, { mergedAlerts = 0 }) => sum + 1 + mergedAlerts, 0)).toBe(count);
    }),
  );
});

test('numbers a further alert with the id of one that is pending: a reader who knows the first must not drop it', () => {
  const opened = driftAlert({ kind: 'opened' }, { id: 'opened/1' });
  const ids = [opened, opened, { ...opened, id: 'opened/10' }, opened].reduce<readonly Alert[]>(addPending, []);
  expect(ids.map(({ id }) => id)).toEqual(['opened/1', 'opened/1#2', 'opened/10', 'opened/1#3']);
});
