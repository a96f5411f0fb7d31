import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Write } from '../../../lib/core/settings/group.ts';
import { sessionGroup } from '../../../lib/core/settings/session-group.ts';
import { FREQUENCIES, frequencyToSet, type Session } from '../../../lib/core/settings/session.ts';
import { anyDesired, OFF, session } from '../values.ts';

const update = (values: Write['values']): Write => ({ group: 'session', kind: 'update', values });
const enable = (findingPublishingFrequency: string): Write => ({
  group: 'session',
  kind: 'enable',
  values: { findingPublishingFrequency },
});

describe('a session write', () => {
  test('never carries PAUSED or DISABLED, whatever is planned and desired', () => {
    const anyAction = fc.record({
      setting: fc.constantFrom('status', 'findingPublishingFrequency', 'serviceRole'),
      action: fc.constantFrom('enable', 'resume', 'set-frequency'),
      desired: fc.constantFrom('PAUSED', 'DISABLED', 'ENABLED', ...FREQUENCIES),
    });
    fc.assert(
      fc.property(fc.array(anyAction, { minLength: 1 }), anyDesired, (planned, desired) => {
        const write = sessionGroup.composeWrite(planned, desired);
        expect(JSON.stringify(write.values)).not.toMatch(/PAUSED|DISABLED/);
        expect(Object.keys(write.values)).not.toEqual([]);
        const { findingPublishingFrequency: frequency = frequencyToSet(desired) } = write.values;
        expect(frequency).toBe(frequencyToSet(desired));
      }),
    );
  });

  test('sets the fastest frequency where none is desired', () => {
    expect(frequencyToSet({})).toBe('FIFTEEN_MINUTES');
    expect(frequencyToSet({ findingPublishingFrequency: 'DAILY' })).toBe('FIFTEEN_MINUTES');
    expect(frequencyToSet({ findingPublishingFrequency: 'SIX_HOURS' })).toBe('SIX_HOURS');
  });
});

describe('a session shows', () => {
  const both = update({ status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' });
  test.each<[string, Session, Write, boolean]>([
    ['both values of an update', session({ findingPublishingFrequency: 'ONE_HOUR' }), both, true],
    ['one of two values', session(), both, false],
    ['the other of two values', session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }), both, false],
    ['the status of an update', session(), update({ status: 'ENABLED' }), true],
    [
      'the frequency of an update while it is paused',
      session({ status: 'PAUSED' }),
      update({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }),
      true,
    ],
    ['nothing of an enable while it is off', OFF, enable('ONE_HOUR'), false],
    ['an enable', session(), enable('FIFTEEN_MINUTES'), true],
  ])('%s', (_, values, write, expected) => {
    expect(sessionGroup.showsWrite(values, write)).toBe(expected);
  });
});

describe('a session write is described', () => {
  test.each([
    [enable('ONE_HOUR'), 'EnableMacie: status ENABLED, findingPublishingFrequency ONE_HOUR'],
    [update({ status: 'ENABLED' }), 'UpdateMacieSession: status ENABLED'],
    [
      update({ status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' }),
      'UpdateMacieSession: status ENABLED, findingPublishingFrequency ONE_HOUR',
    ],
  ])('%j', (write, words) => {
    expect(sessionGroup.describeWrite(write)).toBe(words);
  });
});
