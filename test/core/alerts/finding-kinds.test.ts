import { expect, test } from '@jest/globals';
import { FINDING_KINDS, isFindingAlert } from '../../../lib/core/alerts/finding-kinds.ts';
import { statusOf } from '../../../lib/core/alerts/lifecycle.ts';
import { EVERY_ALERT } from '../../fixtures/alerts.ts';

test('a finding is changed by every alert of something open or ended, but by no reminder and no warning', () => {
  const changing = EVERY_ALERT.filter((alert) => statusOf(alert) !== 'notice' && alert.kind !== 'reminder');
  expect(EVERY_ALERT.filter(isFindingAlert)).toEqual(changing);
  expect(new Set(changing.map(({ kind }) => kind))).toEqual(new Set(FINDING_KINDS));
});
