import { describe, expect, test } from '@jest/globals';
import { causeOf, explaining } from '../../lib/core/change.ts';
import type { Observation } from '../../lib/core/model.ts';
import { changeOf, off, on, slower } from './changes.ts';
import { OFF, session, TARGET } from './values.ts';

describe('the call that made a setting what it is', () => {
  const status = { ...TARGET, setting: 'status', value: 'DISABLED' };
  const later = { at: '2026-11-24T09:00:06.000Z' };
  const anew = changeOf({ call: 'EnableMacie', sets: { status: 'ENABLED' }, at: '2026-11-24T09:00:07.000Z' });
  test.each([
    ['the only one', [off], status, off],
    ['the newest', [off, changeOf({ ...later, call: 'x' })], status, changeOf({ ...later, call: 'x' })],
    ['not one that a later call undid', [off, { ...on, ...later }], status, null],
    ['of two in one second, that which set it', [on, off], status, off],
    ['a call that does not touch the setting says nothing', [off, { ...slower, ...later }], status, off],
    ['not one of another Region', [changeOf({ region: 'us-east-1' })], status, null],
    ['not one of another account', [changeOf({ accountId: '999988887777' })], status, null],
    ['of the frequency', [slower], { ...status, setting: 'findingPublishingFrequency', value: 'SIX_HOURS' }, slower],
    [
      'of the frequency of a session that was made anew since, that which made it',
      [slower, { ...off, ...later }, anew],
      { ...status, setting: 'findingPublishingFrequency', value: 'SIX_HOURS' },
      anew,
    ],
    [
      'not the frequency of a session that was gone since',
      [slower, { ...off, ...later }],
      { ...status, setting: 'findingPublishingFrequency', value: 'SIX_HOURS' },
      null,
    ],
    ['no call sets the role', [off], { ...status, setting: 'serviceRole' }, null],
    ['none', [], status, null],
  ] as const)('%s', (_, changes, wanted, found) => {
    expect(causeOf(changes, wanted)).toEqual(found);
  });
});

describe('what a session says of its last change', () => {
  const seen = (over: Parameters<typeof session>[0], target = TARGET) => [
    {
      target,
      observation: { kind: 'session' as const, session: session({ updatedAt: null, createdAt: null, ...over }) },
    },
  ];
  const unknown: Observation = { kind: 'unknown', reason: 'throttled', detail: '' };
  test.each([
    ['a moment after the call: it was that', seen({ updatedAt: '2026-11-24T09:00:10.000Z' }), [slower]],
    ['later than any known call: somebody else', seen({ updatedAt: '2026-11-24T09:00:12.000Z' }), []],
    ['made anew later than that', seen({ createdAt: '2026-11-24T09:00:12.000Z' }), []],
    ['nothing', seen({}), [slower]],
    ['it is not there to say', [{ target: TARGET, observation: { kind: 'session' as const, session: OFF } }], [slower]],
    ['it could not be read', [{ target: TARGET, observation: unknown }], [slower]],
    [
      'that of another target',
      seen({ updatedAt: '2026-11-24T10:00:00.000Z' }, { ...TARGET, region: 'us-east-1' }),
      [slower],
    ],
  ])('%s', (_, observed, left) => {
    expect(explaining([slower], observed)).toEqual(left);
  });

  test('a later call that is known explains it', () => {
    const later = changeOf({ call: 'UpdateMacieSession', at: '2026-11-24T09:01:00.000Z', sets: { status: 'PAUSED' } });
    expect(explaining([slower, later], seen({ updatedAt: '2026-11-24T09:01:00.500Z' }))).toEqual([slower, later]);
  });
});
