import { describe, expect, test } from '@jest/globals';
import { revealStatus } from '../../../lib/core/settings/reveal.ts';

const difference = { setting: 'reveal.status', desired: 'DISABLED', actual: 'ENABLED' };

describe('the retrieval of samples', () => {
  test.each([
    ['ENABLED', 'DISABLED', /widens access to personal data/],
    ['DISABLED', 'ENABLED', /deletes the role and the external id/],
    ['ENABLED', 'SLEEPING', /value that this version does not know/],
    ['DISABLED', 'SLEEPING', /value that this version does not know/],
  ])('to be %s and %s is left to a person', (desired, actual, detail) => {
    const choice = revealStatus.chooseAction({ ...difference, desired, actual }, { values: {} });
    expect(choice).toEqual({ kind: 'manual', detail: expect.stringMatching(detail) });
  });

  test('is unseen where the answer does not have it', () => {
    expect(revealStatus.compare('DISABLED', { values: {}, desired: {} }).kind).toBe('unseen');
  });

  test('has words', () => {
    expect(['ENABLED', 'DISABLED', 'SLEEPING'].map((value) => revealStatus.describeState(value))).toEqual([
      'Macie reveals samples of sensitive data',
      'Macie reveals no samples of sensitive data',
      'the retrieval of samples is SLEEPING',
    ]);
    expect(revealStatus.severityOf(difference)).toBe('MEDIUM');
    expect(revealStatus.severityOf({ ...difference, desired: 'ENABLED' })).toBe('LOW');
    expect(revealStatus.describeAction('manual', difference)).toBe('change the retrieval of samples');
    expect(revealStatus.callsToLookUp?.(null)).toEqual(['UpdateRevealConfiguration']);
  });
});
