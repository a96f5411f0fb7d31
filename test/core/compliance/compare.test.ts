import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../lib/core/compliance/compare.ts';
import { anyDesired, anySession, OFF, ROLE, session } from '../values.ts';

describe('compare', () => {
  test('finds a difference per setting, in the order of the settings', () => {
    const actual = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS', serviceRole: 'arn:other' });
    const desired = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: ROLE } as const;
    expect(compare(actual, desired)).toEqual({
      differences: [
        { setting: 'status', desired: 'ENABLED', actual: 'PAUSED' },
        { setting: 'findingPublishingFrequency', desired: 'FIFTEEN_MINUTES', actual: 'SIX_HOURS' },
        { setting: 'serviceRole', desired: ROLE, actual: 'arn:other' },
      ],
      unseen: [],
    });
  });

  test('a session that is off differs in its status alone', () => {
    const desired = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: ROLE } as const;
    expect(compare(OFF, desired).differences.map(({ setting }) => setting)).toEqual(['status']);
  });

  test('a session that is off has no frequency to compare with, when the status is not desired', () => {
    expect(compare(OFF, { findingPublishingFrequency: 'ONE_HOUR' }).differences).toEqual([
      { setting: 'findingPublishingFrequency', desired: 'ONE_HOUR', actual: null },
    ]);
  });

  test('where no session is wanted, what the session is like does not matter', () => {
    const desired = { status: 'DISABLED', findingPublishingFrequency: 'ONE_HOUR' } as const;
    expect(compare(session(), desired).differences.map(({ setting }) => setting)).toEqual(['status']);
    expect(compare(OFF, desired).differences).toEqual([]);
  });

  test('a value that the answer did not have is neither equal nor different', () => {
    const actual = session({ findingPublishingFrequency: null, serviceRole: null });
    const desired = { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR', serviceRole: ROLE } as const;
    expect(compare(actual, desired)).toEqual({
      differences: [],
      unseen: ['findingPublishingFrequency', 'serviceRole'],
    });
  });

  test('a value that the API model does not know equals nothing', () => {
    expect(compare(session({ status: 'SUSPENDED_BY_AWS' }), { status: 'ENABLED' }).differences).toHaveLength(1);
  });

  test('compare of what is desired is empty', () => {
    fc.assert(
      fc.property(anyDesired, (desired) => {
        const on = session({
          status: desired.status ?? 'ENABLED',
          findingPublishingFrequency: desired.findingPublishingFrequency ?? null,
          serviceRole: desired.serviceRole ?? null,
        });
        const asDesired = desired.status === 'DISABLED' ? OFF : on;
        expect(compare(asDesired, desired)).toEqual({ differences: [], unseen: [] });
      }),
    );
  });

  test('what is not desired is never compared', () => {
    fc.assert(
      fc.property(anySession, anyDesired, (actual, desired) => {
        const { differences, unseen } = compare(actual, desired);
        for (const { setting } of differences) expect(desired).toHaveProperty(setting);
        for (const setting of unseen) expect(desired).toHaveProperty(setting);
      }),
    );
  });
});
