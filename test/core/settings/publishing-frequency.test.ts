import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { publishingFrequency } from '../../../lib/core/settings/publishing-frequency.ts';
import { FREQUENCIES, STATUSES } from '../../../lib/core/settings/session.ts';

const setting = 'findingPublishingFrequency';

describe('the publishing frequency', () => {
  test('is only ever made faster, and only in a session that is on or paused', () => {
    const anyValue = fc.constantFrom(...FREQUENCIES, 'DAILY', null);
    const anyStatus = fc.constantFrom(...STATUSES, 'NEW', null);
    fc.assert(
      fc.property(fc.constantFrom(...FREQUENCIES), anyValue, anyStatus, (desired, actual, status) => {
        const choice = publishingFrequency.chooseAction({ setting, desired, actual }, { values: { status } });
        const values: readonly (string | null)[] = FREQUENCIES;
        const isFaster = values.indexOf(actual) > values.indexOf(desired);
        const isThere = status === 'ENABLED' || status === 'PAUSED';
        // An equal value is no difference: its action does not matter.
        fc.pre(actual !== desired);
        expect(choice.kind).toBe(isFaster && isThere ? 'write' : 'manual');
      }),
    );
  });

  test('is described by its desired value', () => {
    const difference = { setting, desired: 'ONE_HOUR', actual: 'SIX_HOURS' };
    expect(publishingFrequency.describeAction('set-frequency', difference)).toBe('set the frequency to ONE_HOUR');
  });
});
