import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareSettings } from '../../../lib/core/compliance/compare.ts';
import type { Observations } from '../../../lib/core/observation.ts';
import { SETTINGS } from '../../../lib/core/settings/index.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import type { Desired } from '../../../lib/core/settings/desired.ts';
import { anyObservations, anyRegistry, desiredOf } from '../settings/registries.ts';
import { anyDesired, anySession, observed, OFF, ROLE, session } from '../values.ts';

function compared(actual: Session, desired: Desired): readonly string[] {
  return compareSettings(SETTINGS, { desired, observations: observed(actual) }).map(
    ({ setting, comparison }) => `${setting.id} ${comparison.kind}`,
  );
}

describe('compareSettings', () => {
  test('finds a difference per setting, in the order of the registry', () => {
    const actual = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS', serviceRole: 'arn:other' });
    const desired = { serviceRole: ROLE, findingPublishingFrequency: 'FIFTEEN_MINUTES', status: 'ENABLED' };
    expect(
      compareSettings(SETTINGS, { desired, observations: observed(actual) }).map((one) => [
        one.setting.id,
        one.desired,
        one.comparison,
      ]),
    ).toEqual([
      ['status', 'ENABLED', { kind: 'different', actual: 'PAUSED' }],
      ['findingPublishingFrequency', 'FIFTEEN_MINUTES', { kind: 'different', actual: 'SIX_HOURS' }],
      ['serviceRole', ROLE, { kind: 'different', actual: 'arn:other' }],
    ]);
  });

  test('compares only the status of a session that is off', () => {
    const desired = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: ROLE };
    expect(compared(OFF, desired)).toEqual([
      'status different',
      'findingPublishingFrequency not-applicable',
      'serviceRole not-applicable',
    ]);
  });

  test('finds no frequency in a session that is off when the status is not desired', () => {
    expect(compared(OFF, { findingPublishingFrequency: 'ONE_HOUR' })).toEqual(['findingPublishingFrequency different']);
  });

  test('compares nothing beside the status where no session is desired', () => {
    const desired = { status: 'DISABLED', findingPublishingFrequency: 'ONE_HOUR' };
    expect(compared(session(), desired)).toEqual(['status different', 'findingPublishingFrequency not-applicable']);
    expect(compared(OFF, desired)).toEqual(['status equal', 'findingPublishingFrequency not-applicable']);
  });

  test('calls a value that the answer did not have unseen', () => {
    const actual = session({ findingPublishingFrequency: null, serviceRole: null });
    const desired = { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR', serviceRole: ROLE };
    expect(compared(actual, desired)).toEqual([
      'status equal',
      'findingPublishingFrequency unseen',
      'serviceRole unseen',
    ]);
  });

  test('finds a value that the API model does not know different from everything', () => {
    expect(compared(session({ status: 'SUSPENDED_BY_AWS' }), { status: 'ENABLED' })).toEqual(['status different']);
  });

  test.each<[string, Observations, string]>([
    ['an unknown group', { session: { kind: 'unknown', reason: 'throttled', detail: '' } }, 'unseen'],
    ['a group that was not read', {}, 'unseen'],
    ['a group that is not applicable', { session: { kind: 'not-applicable', detail: '' } }, 'not-applicable'],
  ])('compares nothing of %s', (_, observations, kind) => {
    expect(compareSettings(SETTINGS, { desired: { status: 'ENABLED' }, observations })).toMatchObject([
      { comparison: { kind } },
    ]);
  });

  test('finds no difference in a session that is as desired', () => {
    fc.assert(
      fc.property(anyDesired, (desired) => {
        const on = session({
          status: desired['status'] ?? 'ENABLED',
          findingPublishingFrequency: desired['findingPublishingFrequency'] ?? null,
          serviceRole: desired['serviceRole'] ?? null,
        });
        const asDesired = desired['status'] === 'DISABLED' ? OFF : on;
        expect(compared(asDesired, desired).filter((one) => /different|unseen/.test(one))).toEqual([]);
      }),
    );
  });

  test('compares every desired setting once, and nothing else', () => {
    fc.assert(
      fc.property(anySession, anyDesired, (actual, desired) => {
        const ids = compareSettings(SETTINGS, { desired, observations: observed(actual) }).map(
          ({ setting }) => setting.id,
        );
        expect(ids.toSorted()).toEqual(Object.keys(desired).toSorted());
      }),
    );
  });

  test('ends every desired setting of any registry as equal, different, unseen or not applicable', () => {
    fc.assert(
      fc.property(
        anyRegistry.chain((settings) =>
          fc.tuple(fc.constant(settings), desiredOf(settings), anyObservations(settings)),
        ),
        ([settings, desired, observations]) => {
          const found = compareSettings(settings, { desired, observations });
          expect(found.map(({ setting }) => setting.id).toSorted()).toEqual(Object.keys(desired).toSorted());
          for (const { comparison } of found)
            expect(['equal', 'different', 'unseen', 'not-applicable']).toContain(comparison.kind);
        },
      ),
    );
  });
});
