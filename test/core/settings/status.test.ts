import { describe, expect, test } from '@jest/globals';
import { status } from '../../../lib/core/settings/status.ts';

describe('the status', () => {
  test.each([
    ['is unseen if the answer lacks it', {}, { kind: 'unseen' }],
    ['is equal', { status: 'ENABLED' }, { kind: 'equal', actual: 'ENABLED' }],
    ['is different', { status: 'PAUSED' }, { kind: 'different', actual: 'PAUSED' }],
  ])('%s', (_, values, comparison) => {
    expect(status.compare('ENABLED', { values, desired: { status: 'ENABLED' } })).toEqual(comparison);
  });

  test.each([
    ['enable', 'enable Macie'],
    ['resume', 'resume Macie'],
  ])('is repaired by %s: %s', (action, words) => {
    expect(status.describeAction(action, { setting: 'status', desired: 'ENABLED', actual: null })).toBe(words);
  });

  test.each([
    ['PAUSED', true, /classification jobs/],
    ['DISABLED', true, /findings, jobs/],
    ['DISABLED', false, /^null$/],
    ['NEW', true, /^null$/],
  ])('says what %s has cost for good, if Macie was on: %p', (actual, wasOn, words) => {
    const loss = status.describeLoss?.({ setting: 'status', desired: 'ENABLED', actual }, { wasOn }) ?? null;
    expect(String(loss)).toMatch(words);
  });
});
