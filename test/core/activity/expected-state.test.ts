import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { awaitedOf, isCaughtUp } from '../../../lib/core/activity/expected-state.ts';
import type { Change, Sets } from '../../../lib/core/activity/macie-call.ts';
import { changeOf, off, on, slower } from './calls.ts';
import { OFF, session, TARGET } from '../values.ts';

const awaited = (calls: readonly Change[]) => awaitedOf(calls).get(TARGET.region);
const at = (second: number): string => `2026-11-24T09:00:0${second}.000Z`;
const update = (second: number, sets: Sets): Change => changeOf({ call: 'UpdateMacieSession', at: at(second), sets });
const unclear = (second: number): Change => changeOf({ call: 'AcceptInvitation', at: at(second), sets: {} });
const paused = update(5, { status: 'PAUSED' });

describe('what readings have to catch up with', () => {
  test.each<[string, readonly Change[], object | undefined]>([
    ['nothing', [], undefined],
    ['a call that leaves the session as it is', [changeOf({ call: 'CreateMember', sets: {} })], undefined],
    ['a call', [off], { kind: 'sets', at: at(5), sets: { status: 'DISABLED' } }],
    [
      'two that set different things',
      [update(3, { status: 'PAUSED' }), slower],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' } },
    ],
    [
      'a later one that sets what it was already',
      [update(3, { status: 'PAUSED' }), update(5, { findingPublishingFrequency: 'FIFTEEN_MINUTES' })],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
    ],
    [
      'one that made it anew',
      [update(2, { status: 'PAUSED' }), update(3, { findingPublishingFrequency: 'SIX_HOURS' }), on],
      { kind: 'sets', at: at(5), sets: on.sets, madeAt: at(5) },
    ],
    [
      'of a session that was updated it was there',
      [{ ...off, at: at(3) }, slower],
      { kind: 'sets', at: at(5), sets: slower.sets },
    ],
    [
      'two in one second that agree',
      [paused, slower],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' } },
    ],
    [
      'two in one second that do not',
      [paused, update(5, { status: 'ENABLED' })],
      { kind: 'either', at: at(5), isOff: false },
    ],
    [
      'three, of which the last two do not',
      [slower, paused, update(5, { status: 'ENABLED' })],
      { kind: 'either', at: at(5), isOff: false },
    ],
    [
      'an update in the second in which it was enabled came after that',
      [slower, on],
      { kind: 'sets', at: at(5), sets: { status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' }, madeAt: at(5) },
    ],
    [
      'an update in the second in which it was disabled came before that',
      [off, paused, update(5, { status: 'ENABLED' })],
      { kind: 'sets', at: at(5), sets: { status: 'DISABLED' } },
    ],
    ['off and on in one second', [off, on], { kind: 'either', at: at(5), isOff: true }],
    [
      'a dispute of before leaves what it was not about',
      [
        update(1, { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }),
        update(3, { status: 'PAUSED' }),
        update(3, { status: 'ENABLED' }),
        update(5, { status: 'PAUSED' }),
      ],
      { kind: 'sets', at: at(5), sets: { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' } },
    ],
    [
      'a dispute of before about the frequency',
      [
        update(1, { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }),
        update(3, { findingPublishingFrequency: 'ONE_HOUR' }),
        update(3, { findingPublishingFrequency: 'SIX_HOURS' }),
      ],
      { kind: 'either', at: at(3), isOff: false },
    ],
    [
      'off and on before',
      [{ ...off, at: at(3) }, { ...on, at: at(3) }, slower],
      { kind: 'sets', at: at(5), sets: slower.sets, madeAt: at(3) },
    ],
    [
      'an update of what was enabled before',
      [{ ...on, at: at(3) }, slower],
      {
        kind: 'sets',
        at: at(5),
        sets: { status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' },
        madeAt: at(3),
      },
    ],
    ['several that do not say what they do', [unclear(5), unclear(5)], { kind: 'unclear', at: at(5) }],
    ['one that does not say what it does', [unclear(5)], { kind: 'unclear', at: at(5) }],
    ['such a one after others', [update(3, { status: 'PAUSED' }), unclear(5)], { kind: 'unclear', at: at(5) }],
    ['one after such a one', [unclear(3), slower], { kind: 'sets', at: at(5), sets: slower.sets }],
    ['one in the second of such a one', [unclear(5), slower], { kind: 'either', at: at(5), isOff: false }],
  ])('%s', (_, calls, expected) => {
    expect(awaited(calls)).toEqual(
      expected && { ...(Reflect.get(expected, 'kind') === 'sets' ? { madeAt: null } : {}), ...expected },
    );
  });

  test('each Region has its own', () => {
    const there = changeOf({ region: 'us-east-1', call: 'UpdateMacieSession', sets: { status: 'PAUSED' } });
    expect([...awaitedOf([off, there]).keys()].toSorted()).toEqual([TARGET.region, 'us-east-1']);
  });

  test('is the same in whatever order the events come', () => {
    // As the parser gives them: what these set does not depend on their parameters.
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
      .map(([second, call, sets]) => changeOf({ call, at: at(second), sets: SETS[call] ?? sets }));
    fc.assert(
      fc.property(
        fc
          .array(anyCall, { maxLength: 6 })
          .chain((calls) => fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length }))),
        ([calls, shuffled]) => {
          expect(awaited(shuffled)).toEqual(awaited(calls));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('has a reading caught up', () => {
  const anew = changeOf({ call: 'EnableMacie', sets: { status: 'ENABLED' } });
  const made = (findingPublishingFrequency: string) =>
    session({ findingPublishingFrequency, createdAt: at(5), updatedAt: at(5) });
  const updated = (updatedAt: string | null, over = {}) => session({ updatedAt, createdAt: updatedAt, ...over });
  test.each([
    ['what it set is there', OFF, [off], true],
    ['what was before it is there', session(), [off], false],
    ['the other setting is the one that it set', session({ findingPublishingFrequency: 'SIX_HOURS' }), [slower], true],
    ['the other setting is still what it was', session(), [slower], false],
    ['one of two settings is not there yet', session(), [on], false],
    ['it has been changed a second later', updated('2026-11-24T09:00:06.000Z'), [off], true],
    ['it has been changed in the same second', updated('2026-11-24T09:00:05.900Z'), [off], false],
    ['it does not say when it was changed', updated(null), [off], false],
    ['it was made anew', session({ updatedAt: null, createdAt: '2026-11-24T09:00:07Z' }), [off], true],
    ['two calls in one second, and it is on', session(), [off, on], false],
    ['two calls in one second, and it is off', OFF, [off, on], true],
    ['two calls in one second that do not disable, and it is off', OFF, [slower, on], false],
    ['the session of before shows what the new one is to show', session(), [anew], false],
    ['the new one does', session({ createdAt: at(5), updatedAt: at(5) }), [anew], true],
    ['the new one shows something else: that is what became of it', made('SIX_HOURS'), [on], true],
    [
      'the new one has been updated since, and does not show it',
      made('ONE_HOUR'),
      [{ ...on, at: at(4) }, slower],
      false,
    ],
    ['the new one has been updated since, and shows it', made('SIX_HOURS'), [{ ...on, at: at(4) }, slower], true],
    ['of a call it is not known what it does', session(), [unclear(5)], false],
    ['of such a call, and it has been changed since', updated('2026-11-24T09:00:06.000Z'), [unclear(5)], true],
  ] as const)('%s: %p', (_, seen, calls, isThere) => {
    const wanted = awaited(calls);
    expect(wanted && isCaughtUp(seen, wanted)).toBe(isThere);
  });
});
