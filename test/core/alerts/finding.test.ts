import { describe, expect, test } from '@jest/globals';
import { findingOf, settingsWithDrift } from '../../../lib/core/alerts/finding.ts';
import { drift, notApplicableResult, resultOf, unreadableResult } from '../values.ts';

describe('findingOf', () => {
  test.each([
    ['a drift', resultOf('a', { drifts: [drift()] }), { kind: 'drift', drift: drift() }],
    ['no drift', resultOf('a'), { kind: 'no-drift' }],
    ['a setting that is not compared', resultOf('a', { settings: {} }), { kind: 'no-drift' }],
    ['a target that could not be read', unreadableResult('a'), { kind: 'unknown' }],
    ['a drift of before a failed reading', { ...unreadableResult('a'), drifts: [drift()] }, { kind: 'unknown' }],
    ['a target without Macie', notApplicableResult('a'), { kind: 'gone', detail: 'not enabled for the account' }],
    [
      'a target without Macie or a reason',
      notApplicableResult('a', null),
      { kind: 'gone', detail: 'there is no Macie any more' },
    ],
  ])('finds %s', (_, result, finding) => {
    expect(findingOf('status', result)).toEqual(finding);
  });

  test('finds a setting that was read beside one that the answer lacked', () => {
    const unknowns = [{ group: 'session', reason: 'bad-response', detail: 'no serviceRole' } as const];
    const result = resultOf('a', { verdict: 'unknown', settings: { status: 'ENABLED' }, unknowns });
    expect(findingOf('status', result)).toEqual({ kind: 'no-drift' });
    expect(findingOf('serviceRole', result)).toEqual({ kind: 'unknown' });
  });
});

// A session that could not be read keeps the other groups from being read: an open drift of theirs stays open.
test('findingOf finds nothing of another group in a target whose session could not be read', () => {
  expect(findingOf('findingsPublication.policyFindings', unreadableResult('a'))).toEqual({ kind: 'unknown' });
  const unknowns = [{ group: 'session', reason: 'bad-response', detail: 'no serviceRole' } as const];
  const read = resultOf('a', { verdict: 'unknown', session: {}, unknowns });
  expect(findingOf('findingsPublication.policyFindings', read)).toEqual({ kind: 'no-drift' });
});

test('settingsWithDrift leaves out the drifts of before a failed reading', () => {
  expect(settingsWithDrift(resultOf('a', { drifts: [drift()] }))).toEqual(['status']);
  expect(settingsWithDrift({ ...unreadableResult('a'), drifts: [drift()] })).toEqual([]);
});
