import { describe, expect, test } from '@jest/globals';
import { flagLaterChanges } from '../../../lib/core/activity/later-changes.ts';
import type { Observations } from '../../../lib/core/observation.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { observed, OFF, session, TARGET } from '../values.ts';
import { callOf, slowDown } from './calls.ts';

const LATE = '2026-11-24T09:00:12.000Z';
const readAs = (over: Partial<Session>, target = TARGET) => [
  { target, observations: observed(session({ updatedAt: null, createdAt: null, ...over })) },
];
const unknown: Observations = { session: { kind: 'unknown', reason: 'throttled', detail: '' } };
const withoutTimes: Observations = { session: { kind: 'values', values: { status: 'ENABLED' } } };

describe('flagLaterChanges', () => {
  test.each([
    [
      'flags no call that the session was updated right after',
      readAs({ updatedAt: '2026-11-24T09:00:10.000Z' }),
      undefined,
    ],
    ['flags a call when the session was updated later', readAs({ updatedAt: LATE }), LATE],
    ['flags a call when the session was created later', readAs({ createdAt: LATE }), LATE],
    ['flags nothing when the session has no times', readAs({}), undefined],
    ['flags nothing when the answer lacks the times', [{ target: TARGET, observations: withoutTimes }], undefined],
    ['flags nothing where Macie is off', [{ target: TARGET, observations: observed(OFF) }], undefined],
    ['flags nothing that could not be read', [{ target: TARGET, observations: unknown }], undefined],
    ['flags nothing when nothing was read', [], undefined],
    [
      'ignores the session of another target',
      readAs({ updatedAt: LATE }, { ...TARGET, region: 'us-east-1' }),
      undefined,
    ],
  ])('%s', (_, targets, laterChangeAt) => {
    expect(flagLaterChanges([slowDown], targets).map((one) => one.laterChangeAt)).toEqual([laterChangeAt]);
  });

  test('returns no calls for none', () => {
    expect(flagLaterChanges([], readAs({ updatedAt: LATE }))).toEqual([]);
  });

  test('flags no call that set something beside the session: its time says nothing of that', () => {
    const put = callOf({
      name: 'PutFindingsPublicationConfiguration',
      sets: { 'findingsPublication.policyFindings': 'false' },
    });
    expect(flagLaterChanges([put], readAs({ updatedAt: LATE }))).toEqual([put]);
    const later = { ...put, at: '2026-11-24T09:01:00.000Z' };
    expect(flagLaterChanges([slowDown, later], readAs({ updatedAt: LATE }))).toEqual([
      { ...slowDown, laterChangeAt: LATE },
      later,
    ]);
  });

  test('flags nothing when the last call is known', () => {
    const last = callOf({ name: 'UpdateMacieSession', at: '2026-11-24T09:01:00.000Z', sets: { status: 'PAUSED' } });
    expect(flagLaterChanges([slowDown, last], readAs({ updatedAt: '2026-11-24T09:01:00.500Z' }))).toEqual([
      slowDown,
      last,
    ]);
  });
});
