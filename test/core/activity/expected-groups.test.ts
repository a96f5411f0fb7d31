import { describe, expect, test } from '@jest/globals';
import { expectedGroups, expectedOfDesired, showsExpected } from '../../../lib/core/activity/expected-groups.ts';
import type { MacieCall } from '../../../lib/core/activity/macie-call.ts';
import { targetKey } from '../../../lib/core/target.ts';
import { TARGET } from '../values.ts';
import { callOf } from './calls.ts';

const POLICY = 'findingsPublication.policyFindings';
const CLASSIFICATION = 'findingsPublication.classificationFindings';
const at = (second: number): string => `2026-11-24T09:00:0${second}.000Z`;
const put = (second: number, sets: MacieCall['sets']): MacieCall =>
  callOf({ name: 'PutFindingsPublicationConfiguration', at: at(second), sets });
const macie = (name: 'EnableMacie' | 'DisableMacie', second: number): MacieCall =>
  callOf({ name, at: at(second), sets: { status: name === 'EnableMacie' ? 'ENABLED' : 'DISABLED' } });
const of = (calls: readonly MacieCall[]) => expectedGroups(calls)[targetKey(TARGET)]?.['findingsPublication'];
const expected = (second: number, sets: MacieCall['sets'], ambiguous: readonly string[] = []) => ({
  kind: 'values',
  at: at(second),
  sets,
  ambiguous,
});

describe('the expected values of a settings group beside the session', () => {
  test.each<[string, readonly MacieCall[], object | undefined]>([
    ['are none without calls', [], undefined],
    ['are none after a call of the session', [callOf()], undefined],
    ['are those of a call', [put(5, { [POLICY]: 'false' })], expected(5, { [POLICY]: 'false' })],
    [
      'are those of the last call, in any order',
      [put(5, { [POLICY]: 'false' }), put(3, { [POLICY]: 'true', [CLASSIFICATION]: 'true' })],
      expected(5, { [POLICY]: 'false', [CLASSIFICATION]: 'true' }),
    ],
    [
      'are undecided after two calls of one second that disagree',
      [put(5, { [POLICY]: 'false', [CLASSIFICATION]: 'true' }), put(5, { [POLICY]: 'true', [CLASSIFICATION]: 'true' })],
      expected(5, { [CLASSIFICATION]: 'true' }, [POLICY]),
    ],
    ['end with the session', [put(3, { [POLICY]: 'false' }), macie('DisableMacie', 5)], undefined],
    ['end with the session in its second', [put(5, { [POLICY]: 'false' }), macie('DisableMacie', 5)], undefined],
    ['end with the session before', [put(3, { [POLICY]: 'false' }), macie('EnableMacie', 5)], undefined],
    [
      'begin with a session in its second',
      [put(5, { [POLICY]: 'false' }), macie('DisableMacie', 3), macie('EnableMacie', 5)],
      expected(5, { [POLICY]: 'false' }),
    ],
  ])('%s', (_, calls, found) => {
    expect(of(calls)).toEqual(found);
  });

  test('are none after a call that does not record them', () => {
    const calls = [
      callOf({ name: 'CreateMember', at: at(3), sets: { membership: 'member' } }),
      callOf({ name: 'AcceptInvitation', at: at(5), sets: {} }),
    ];
    expect(expectedGroups(calls)).toEqual({});
    expect(expectedGroups(calls.slice(0, 1))).toEqual({
      [targetKey(TARGET)]: { membership: expected(3, { membership: 'member' }) },
    });
  });

  test('are by target', () => {
    const calls = [put(5, { [POLICY]: 'false' }), { ...put(5, { [POLICY]: 'true' }), region: 'us-east-1' }];
    expect(Object.keys(expectedGroups(calls))).toHaveLength(2);
  });
});

test('only values that the policy compares are waited for', () => {
  const both = { kind: 'values', at: at(5), sets: { [POLICY]: 'false' }, ambiguous: [CLASSIFICATION] } as const;
  expect(expectedOfDesired(both, {})).toBeNull();
  expect(expectedOfDesired(both, { [POLICY]: 'true' })).toEqual({ ...both, ambiguous: [] });
  expect(expectedOfDesired(both, { [CLASSIFICATION]: 'true' })).toEqual({ ...both, sets: {} });
});

test('a reading shows them with every value, and never where they are undecided', () => {
  const one = { kind: 'values', at: at(5), sets: { [POLICY]: 'false' }, ambiguous: [] } as const;
  expect(showsExpected({ [POLICY]: 'false', [CLASSIFICATION]: 'true' }, one)).toBe(true);
  expect(showsExpected({ [POLICY]: 'true' }, one)).toBe(false);
  expect(showsExpected({ [POLICY]: 'false' }, { ...one, ambiguous: [CLASSIFICATION] })).toBe(false);
});
