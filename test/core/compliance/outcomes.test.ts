import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { withWriteResult } from '../../../lib/core/compliance/outcomes.ts';
import type { WriteAnswer } from '../../../lib/core/compliance/write-answer.ts';
import { skip } from '../../../lib/core/compliance/drift.ts';
import { targetVerdict } from '../../../lib/core/compliance/verdict.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { drift, observed, OFF, policyFor, ROLE, session, TARGET } from '../values.ts';

const DESIRED = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: ROLE };
const valuesOf = (values: Session): Observation => ({ kind: 'values', values });
const assessed = (actual: Session) =>
  assess({ target: TARGET, policy: policyFor(DESIRED), observations: observed(actual) });

function afterWrite({ from, answer, to }: { from: Session; answer: WriteAnswer; to: Observation }) {
  const before = assessed(from);
  const settings = before.drifts.filter(({ outcome }) => outcome === 'planned').map(({ setting }) => setting);
  const after = withWriteResult(before, { group: 'session', settings, answer, after: to });
  return {
    verdict: targetVerdict(after),
    outcomes: after.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`),
    details: after.drifts.map(({ detail }) => detail),
    failures: after.drifts.map(({ failure }) => failure),
  };
}

const PAUSED = session({ status: 'PAUSED' });
const ACCEPTED = { kind: 'accepted' } as const;
const ALREADY = { kind: 'already-enabled' } as const;
const REFUSED = { kind: 'refused', reason: 'access-denied', detail: 'no' } as const;
const MANUAL = { kind: 'manual', detail: 'the limit is reached' } as const;
const UNCLEAR = { kind: 'unclear', reason: 'timeout', detail: 'no answer' } as const;

describe('the last reading decides', () => {
  test.each([
    ['an accepted write that shows is verified', ACCEPTED, session(), 'compliant', 'status verified'],
    ['an accepted write that does not show is applied', ACCEPTED, PAUSED, 'drifted', 'status applied'],
    ['a refused write has failed', REFUSED, PAUSED, 'drifted', 'status failed'],
    ['a refused write that shows is verified', REFUSED, session(), 'compliant', 'status verified'],
    ['a write without an answer that does not show has failed', UNCLEAR, PAUSED, 'drifted', 'status failed'],
    ['a write without an answer that shows is verified', UNCLEAR, session(), 'compliant', 'status verified'],
    ['a session that somebody else enabled is verified', ALREADY, session(), 'compliant', 'status verified'],
    ['a write that only a person can make is manual', MANUAL, PAUSED, 'drifted', 'status manual'],
    ['one that shows all the same is verified', MANUAL, session(), 'compliant', 'status verified'],
    ['a session that AWS calls enabled and does not show has failed', ALREADY, PAUSED, 'drifted', 'status failed'],
  ] as const)('%s', (_, answer, to, verdict, outcome) => {
    expect(afterWrite({ from: PAUSED, answer, to: valuesOf(to) })).toMatchObject({ verdict, outcomes: [outcome] });
  });

  test('only a plain success needs no words', () => {
    expect(afterWrite({ from: PAUSED, answer: ACCEPTED, to: valuesOf(session()) }).details).toEqual([null]);
    expect(afterWrite({ from: PAUSED, answer: UNCLEAR, to: valuesOf(session()) }).details[0]).toContain('timeout');
    expect(afterWrite({ from: PAUSED, answer: ALREADY, to: valuesOf(session()) }).details[0]).toContain('already');
  });
});

test.each<[string, WriteAnswer, string | null]>([
  ['refused write has the reason', REFUSED, 'access-denied no'],
  ['write without an answer has the reason', UNCLEAR, 'timeout no answer. A reading does not show the change'],
  [
    'session that does not show what AWS says has one',
    ALREADY,
    'bad-response AWS answers that Macie is enabled already, and a reading does not show it',
  ],
  ['write that was accepted has none', ACCEPTED, null],
])('the failure of a %s', (_, answer, failure) => {
  const { failures } = afterWrite({ from: PAUSED, answer, to: valuesOf(PAUSED) });
  expect(failures.map((one) => one && `${one.reason} ${one.detail}`)).toEqual([failure]);
});

test('a session that cannot be read back is unknown, and the write is reported as sent', () => {
  const to: Observation = { kind: 'unknown', reason: 'throttled', detail: 'slow down' };
  const from = session({ status: 'PAUSED', serviceRole: 'arn:other' });
  expect(afterWrite({ from, answer: ACCEPTED, to })).toMatchObject({
    verdict: 'unknown',
    outcomes: ['status applied', 'serviceRole manual'],
  });
});

test('a drift that only the reading after a write shows is left to the next run', () => {
  const to = valuesOf(session({ findingPublishingFrequency: 'SIX_HOURS' }));
  expect(afterWrite({ from: OFF, answer: ACCEPTED, to })).toMatchObject({
    verdict: 'drifted',
    outcomes: ['status verified', 'findingPublishingFrequency skipped'],
    details: [null, 'seen after the write: left to the next run'],
  });
});

test('a manual drift that only the reading after a write shows stays manual', () => {
  const to = valuesOf(session({ serviceRole: 'arn:other' }));
  expect(afterWrite({ from: OFF, answer: ACCEPTED, to })).toMatchObject({
    outcomes: ['status verified', 'serviceRole manual'],
  });
});

test('a drift for a person before the write is one after it', () => {
  const from = session({ status: 'PAUSED', serviceRole: 'arn:other' });
  expect(afterWrite({ from, answer: ACCEPTED, to: valuesOf(session({ serviceRole: 'arn:other' })) })).toMatchObject({
    verdict: 'drifted',
    outcomes: ['status verified', 'serviceRole manual'],
  });
});

describe('a drift that the write was not to remove', () => {
  const before = assessed(session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }));
  const held = { ...before, drifts: before.drifts.map((one, index) => (index === 1 ? skip(one, 'cooling') : one)) };
  const write = { group: 'session', settings: ['status'], answer: ACCEPTED };
  const frequencyAfter = (actual: string) =>
    withWriteResult(held, { ...write, after: valuesOf(session({ findingPublishingFrequency: actual })) }).drifts[1];

  test('keeps why it was held back', () => {
    expect(frequencyAfter('SIX_HOURS')).toMatchObject({ outcome: 'skipped', detail: 'cooling', actual: 'SIX_HOURS' });
  });

  test('has the value of the last reading', () => {
    expect(frequencyAfter('ONE_HOUR')).toMatchObject({
      outcome: 'skipped',
      detail: 'seen after the write: left to the next run',
      actual: 'ONE_HOUR',
    });
  });
});

describe('the other groups of the target', () => {
  const other = drift({ setting: 'automatedDiscovery', outcome: 'verified' });
  const discovery: Observation = { kind: 'values', values: { automatedDiscovery: 'ENABLED' } };
  const before = { ...assessed(PAUSED), observations: { ...observed(PAUSED), discovery } };
  const write = { group: 'session', settings: ['status'], answer: ACCEPTED };

  test('keep the outcome of an earlier write', () => {
    const both = { ...before, drifts: [...before.drifts, other] };
    const { drifts } = withWriteResult(both, { ...write, after: valuesOf(session()) });
    expect(drifts.map(({ setting, outcome }) => `${setting} ${outcome}`).toSorted()).toEqual([
      'automatedDiscovery verified',
      'status verified',
    ]);
  });

  test('have to be read once Macie is on', () => {
    const off = assessed(OFF);
    const none: Observation = { kind: 'not-applicable', detail: 'Macie is off here' };
    const withOther = { ...off, observations: { ...off.observations, discovery: none } };
    const after = withWriteResult(withOther, { ...write, after: valuesOf(session()) });
    expect(Object.keys(after.observations)).toEqual(['session']);
  });
});

test('says the same after a round trip through JSON', () => {
  const before = assessed(PAUSED);
  const result = { group: 'session', settings: ['status'], answer: UNCLEAR, after: valuesOf(PAUSED) };
  const after = withWriteResult(before, result);
  expect(withWriteResult(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(result)))).toEqual(after);
});
