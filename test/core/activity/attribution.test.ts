import { describe, expect, test } from '@jest/globals';
import { causeOf, withLater } from '../../../lib/core/activity/macie-call.ts';
import type { Observation } from '../../../lib/core/model.ts';
import { changeOf, off, on, slower } from './calls.ts';
import { OFF, session, TARGET } from '../values.ts';

describe('the call that made a setting what it is', () => {
  const status = { ...TARGET, setting: 'status', value: 'DISABLED' };
  const later = { at: '2026-11-24T09:00:06.000Z' };
  const anew = changeOf({ call: 'EnableMacie', sets: { status: 'ENABLED' }, at: '2026-11-24T09:00:07.000Z' });
  test.each([
    ['the only one', [off], status, off],
    ['the newest', [off, changeOf({ ...later, call: 'x' })], status, changeOf({ ...later, call: 'x' })],
    ['not one that a later call undid', [off, { ...on, ...later }], status, null],
    [
      'of two in one second, that which set it, and not that which may have',
      [anew, changeOf({ ...slower, at: anew.at })],
      { ...status, setting: 'findingPublishingFrequency', value: 'SIX_HOURS' },
      changeOf({ ...slower, at: anew.at }),
    ],
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
  const LATE = '2026-11-24T09:00:12.000Z';
  test.each([
    ['a moment after the call: it was that', seen({ updatedAt: '2026-11-24T09:00:10.000Z' }), undefined],
    ['later than any known call', seen({ updatedAt: LATE }), LATE],
    ['made anew later than that', seen({ createdAt: LATE }), LATE],
    ['nothing', seen({}), undefined],
    [
      'it is not there to say',
      [{ target: TARGET, observation: { kind: 'session' as const, session: OFF } }],
      undefined,
    ],
    ['it could not be read', [{ target: TARGET, observation: unknown }], undefined],
    ['nothing was seen', [], undefined],
    ['that of another target', seen({ updatedAt: LATE }, { ...TARGET, region: 'us-east-1' }), undefined],
  ])('%s', (_, observed, laterAt) => {
    expect(withLater([slower], observed).map((one) => one.laterAt)).toEqual([laterAt]);
  });

  test('of no call nothing', () => {
    expect(withLater([], seen({ updatedAt: LATE }))).toEqual([]);
  });

  test('a later call that is known is that', () => {
    const later = changeOf({ call: 'UpdateMacieSession', at: '2026-11-24T09:01:00.000Z', sets: { status: 'PAUSED' } });
    expect(withLater([slower, later], seen({ updatedAt: '2026-11-24T09:01:00.500Z' }))).toEqual([slower, later]);
  });
});
