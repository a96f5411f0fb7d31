import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectedStates, hasReached } from '../../../lib/core/activity/expected-state.ts';
import type { MacieCall } from '../../../lib/core/activity/macie-call.ts';
import { targetKey } from '../../../lib/core/target.ts';
import { OFF, session, TARGET } from '../values.ts';
import { callOf, disable, enable, slowDown } from './calls.ts';

type Sets = MacieCall['sets'];
const expectedOf = (calls: readonly MacieCall[]) => expectedStates(calls)[targetKey(TARGET)];
const at = (second: number): string => `2026-11-24T09:00:0${second}.000Z`;
const update = (second: number, sets: Sets): MacieCall => callOf({ name: 'UpdateMacieSession', at: at(second), sets });
const unspecified = (second: number): MacieCall => callOf({ name: 'AcceptInvitation', at: at(second), sets: {} });
const pause = update(5, { status: 'PAUSED' });

describe('the expected state of a session', () => {
  test.each<[string, readonly MacieCall[], object | undefined]>([
    ['is none without calls', [], undefined],
    ['is none after a call that leaves the session as it is', [callOf({ name: 'CreateMember', sets: {} })], undefined],
    ['has the values of a call', [disable], { kind: 'sets', at: at(5), sets: { status: 'DISABLED' } }],
    [
      'has the values of two calls that set different settings',
      [update(3, { status: 'PAUSED' }), slowDown],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' } },
    ],
    [
      'keeps the values of earlier calls',
      [update(3, { status: 'PAUSED' }), update(5, { findingPublishingFrequency: 'FIFTEEN_MINUTES' })],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
    ],
    [
      'starts anew with EnableMacie',
      [update(2, { status: 'PAUSED' }), update(3, { findingPublishingFrequency: 'SIX_HOURS' }), enable],
      { kind: 'sets', at: at(5), sets: enable.sets, enabledAt: at(5) },
    ],
    [
      'is not disabled once the session was updated: it was there',
      [{ ...disable, at: at(3) }, slowDown],
      { kind: 'sets', at: at(5), sets: slowDown.sets },
    ],
    [
      'has the values of two calls of one second that agree',
      [pause, slowDown],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' } },
    ],
    [
      'is ambiguous after two calls of one second that disagree',
      [pause, update(5, { status: 'ENABLED' })],
      { kind: 'ambiguous', at: at(5), mayBeOff: false },
    ],
    [
      'is ambiguous after three calls of one second of which two disagree',
      [slowDown, pause, update(5, { status: 'ENABLED' })],
      { kind: 'ambiguous', at: at(5), mayBeOff: false },
    ],
    [
      'puts an update after the EnableMacie of the same second',
      [slowDown, enable],
      {
        kind: 'sets',
        at: at(5),
        sets: { status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' },
        enabledAt: at(5),
      },
    ],
    [
      'puts an update before the DisableMacie of the same second',
      [disable, pause, update(5, { status: 'ENABLED' })],
      { kind: 'sets', at: at(5), sets: { status: 'DISABLED' } },
    ],
    [
      'is ambiguous after DisableMacie and EnableMacie in one second',
      [disable, enable],
      { kind: 'ambiguous', at: at(5), mayBeOff: true },
    ],
    [
      'keeps what an earlier ambiguous second did not touch',
      [
        update(1, { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }),
        update(3, { status: 'PAUSED' }),
        update(3, { status: 'ENABLED' }),
        update(5, { status: 'PAUSED' }),
      ],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' } },
    ],
    [
      'is ambiguous after two frequencies in one second',
      [
        update(1, { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }),
        update(3, { findingPublishingFrequency: 'ONE_HOUR' }),
        update(3, { findingPublishingFrequency: 'SIX_HOURS' }),
      ],
      { kind: 'ambiguous', at: at(3), mayBeOff: false },
    ],
    [
      'has only the values since an ambiguous DisableMacie and EnableMacie',
      [{ ...disable, at: at(3) }, { ...enable, at: at(3) }, slowDown],
      { kind: 'sets', at: at(5), sets: slowDown.sets, enabledAt: at(3) },
    ],
    [
      'has the values of EnableMacie and of an update after it',
      [{ ...enable, at: at(3) }, slowDown],
      {
        kind: 'sets',
        at: at(5),
        sets: { status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' },
        enabledAt: at(3),
      },
    ],
    [
      'is unspecified after calls that do not record values',
      [unspecified(5), unspecified(5)],
      { kind: 'unspecified', at: at(5) },
    ],
    ['is unspecified after one such call', [unspecified(5)], { kind: 'unspecified', at: at(5) }],
    [
      'is unspecified after such a call that came last',
      [update(3, { status: 'PAUSED' }), unspecified(5)],
      { kind: 'unspecified', at: at(5) },
    ],
    [
      'has the values of a call after an unspecified one',
      [unspecified(3), slowDown],
      { kind: 'sets', at: at(5), sets: slowDown.sets },
    ],
    [
      'is ambiguous after an unspecified call and another in one second',
      [unspecified(5), slowDown],
      { kind: 'ambiguous', at: at(5), mayBeOff: false },
    ],
  ])('%s', (_, calls, expected) => {
    expect(expectedOf(calls)).toEqual(
      expected && { ...(Reflect.get(expected, 'kind') === 'sets' ? { enabledAt: null } : {}), ...expected },
    );
  });

  test('is kept by target: account and Region', () => {
    const there = callOf({ region: 'us-east-1', name: 'UpdateMacieSession', sets: { status: 'PAUSED' } });
    const elsewhere = callOf({ accountId: '444455556666' });
    expect(Object.keys(expectedStates([disable, there, elsewhere])).toSorted()).toEqual([
      '111122223333 eu-west-1',
      '111122223333 us-east-1',
      '444455556666 eu-west-1',
    ]);
  });

  test('is the same in whatever order the events come', () => {
    // As the parser makes them: the values of these calls do not depend on their parameters.
    const SETS: Readonly<Record<string, Sets>> = { DisableMacie: { status: 'DISABLED' }, AcceptInvitation: {} };
    const anySets = fc.constantFrom<Sets>(
      {},
      { status: 'PAUSED' },
      { status: 'ENABLED' },
      { findingPublishingFrequency: 'SIX_HOURS' },
      { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' },
    );
    const anyCall = fc
      .tuple(
        fc.nat(9),
        fc.constantFrom('EnableMacie', 'DisableMacie', 'UpdateMacieSession', 'AcceptInvitation'),
        anySets,
      )
      .map(([second, name, sets]) => callOf({ name, at: at(second), sets: SETS[name] ?? sets }));
    fc.assert(
      fc.property(
        fc
          .array(anyCall, { maxLength: 6 })
          .chain((calls) => fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length }))),
        ([calls, shuffled]) => {
          expect(expectedOf(shuffled)).toEqual(expectedOf(calls));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('survives a round trip through JSON', () => {
    for (const calls of [[enable], [disable, enable], [unspecified(5)]])
      expect(JSON.parse(JSON.stringify(expectedStates(calls)))).toEqual(expectedStates(calls));
  });
});

describe('hasReached', () => {
  const anew = callOf({ name: 'EnableMacie', sets: { status: 'ENABLED' } });
  const created = (findingPublishingFrequency: string) =>
    session({ findingPublishingFrequency, createdAt: at(5), updatedAt: at(5) });
  const updated = (updatedAt: string | null, over = {}) => session({ updatedAt, createdAt: updatedAt, ...over });
  const earlierEnable = { ...enable, at: at(4) };
  test.each([
    ['it shows the value', OFF, [disable], true],
    ['it shows the value of before', session(), [disable], false],
    ['it shows the frequency', session({ findingPublishingFrequency: 'SIX_HOURS' }), [slowDown], true],
    ['it shows the frequency of before', session(), [slowDown], false],
    ['it shows one of two values', session(), [enable], false],
    ['it was changed a second later', updated('2026-11-24T09:00:06.000Z'), [disable], true],
    ['it was changed in the same second', updated('2026-11-24T09:00:05.900Z'), [disable], false],
    ['it has no times', updated(null), [disable], false],
    ['it was created later', session({ updatedAt: null, createdAt: '2026-11-24T09:00:07Z' }), [disable], true],
    ['two calls in one second, and it is on', session(), [disable, enable], false],
    ['two calls in one second, and it is off', OFF, [disable, enable], true],
    ['two calls in one second that do not disable, and it is off', OFF, [slowDown, enable], false],
    ['the session of before shows the value that the new one is to show', session(), [anew], false],
    ['the new session shows the value', session({ createdAt: at(5), updatedAt: at(5) }), [anew], true],
    ['the new session shows another value: it was enabled with that', created('SIX_HOURS'), [enable], true],
    ['the new session was updated since and does not show it', created('ONE_HOUR'), [earlierEnable, slowDown], false],
    ['the new session was updated since and shows it', created('SIX_HOURS'), [earlierEnable, slowDown], true],
    ['the call does not record its values', session(), [unspecified(5)], false],
    [
      'the call does not record its values, and the session was changed since',
      updated('2026-11-24T09:00:06.000Z'),
      [unspecified(5)],
      true,
    ],
  ] as const)('%s: %p', (_, seen, calls, isReached) => {
    const expected = expectedOf(calls);
    expect(expected && hasReached(seen, expected)).toBe(isReached);
  });
});
