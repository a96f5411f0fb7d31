import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import type { Observation, Reason, Session, WriteAnswer } from '../../../lib/core/model.ts';
import { refusalOf, settle, shows } from '../../../lib/core/compliance/outcomes.ts';
import { targetVerdict } from '../../../lib/core/compliance/verdict.ts';
import { OFF, policyFor, ROLE, session, TARGET } from '../values.ts';

const DESIRED = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: ROLE } as const;
const see = (seen: Session): Observation => ({ kind: 'session', session: seen });

function settled(options: { from: Session; answer: WriteAnswer; to: Observation }) {
  const before = assess({ target: TARGET, policy: policyFor(DESIRED), observation: see(options.from) });
  const after = settle({ before, answer: options.answer, after: options.to });
  return {
    verdict: targetVerdict(after),
    outcomes: after.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`),
    details: after.drifts.map(({ detail }) => detail),
  };
}

const PAUSED = session({ status: 'PAUSED' });
const ACCEPTED = { kind: 'accepted' } as const;
const ALREADY = { kind: 'already-enabled' } as const;
const REFUSED = { kind: 'refused', reason: 'access-denied', detail: 'no' } as const;
const UNCLEAR = { kind: 'unclear', reason: 'timeout', detail: 'no answer' } as const;

describe('the last reading decides', () => {
  test.each([
    ['accepted and seen', ACCEPTED, session(), 'compliant', 'status verified'],
    ['accepted and not seen', ACCEPTED, PAUSED, 'drifted', 'status applied'],
    ['refused', REFUSED, PAUSED, 'drifted', 'status failed'],
    ['refused, but there it is', REFUSED, session(), 'compliant', 'status verified'],
    ['no answer and not seen', UNCLEAR, PAUSED, 'drifted', 'status failed'],
    ['no answer, but there it is', UNCLEAR, session(), 'compliant', 'status verified'],
    ['enabled by somebody else', ALREADY, session(), 'compliant', 'status verified'],
    ['said to be enabled, and not seen', ALREADY, PAUSED, 'drifted', 'status failed'],
  ] as const)('%s', (_, answer, to, verdict, outcome) => {
    expect(settled({ from: PAUSED, answer, to: see(to) })).toMatchObject({ verdict, outcomes: [outcome] });
  });

  test('only a plain success needs no words', () => {
    expect(settled({ from: PAUSED, answer: ACCEPTED, to: see(session()) }).details).toEqual([null]);
    expect(settled({ from: PAUSED, answer: UNCLEAR, to: see(session()) }).details[0]).toContain('timeout');
    expect(settled({ from: PAUSED, answer: ALREADY, to: see(session()) }).details[0]).toContain('already');
  });
});

test('a session that cannot be read back is unknown, and what was sent is told', () => {
  const to: Observation = { kind: 'unknown', reason: 'throttled', detail: 'slow down' };
  const from = session({ status: 'PAUSED', serviceRole: 'arn:other' });
  expect(settled({ from, answer: ACCEPTED, to })).toMatchObject({
    verdict: 'unknown',
    outcomes: ['status applied', 'serviceRole manual'],
  });
});

test('a write that brings another drift to light does not hide it', () => {
  const to = see(session({ findingPublishingFrequency: 'SIX_HOURS' }));
  expect(settled({ from: OFF, answer: ACCEPTED, to })).toMatchObject({
    verdict: 'drifted',
    outcomes: ['status verified', 'findingPublishingFrequency skipped'],
  });
});

test('what was for a person before is for a person after', () => {
  const from = session({ status: 'PAUSED', serviceRole: 'arn:other' });
  expect(settled({ from, answer: ACCEPTED, to: see(session({ serviceRole: 'arn:other' })) })).toMatchObject({
    verdict: 'drifted',
    outcomes: ['status verified', 'serviceRole manual'],
  });
});

test.each<[WriteAnswer, Reason | null]>([
  [{ kind: 'refused', reason: 'throttled', detail: 'slow down' }, 'throttled'],
  [{ kind: 'unclear', reason: 'timeout', detail: 'no answer' }, 'timeout'],
  [{ kind: 'already-enabled' }, null],
  [{ kind: 'accepted' }, null],
])('why a write was not taken can be told from its drift: %j', (answer, reason) => {
  const before = assess({ target: TARGET, policy: policyFor(DESIRED), observation: see(PAUSED) });
  const { drifts } = settle({ before, answer, after: see(PAUSED) });
  expect(drifts.map(refusalOf)).toEqual([reason]);
});

describe('shows', () => {
  const both = { kind: 'update', status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' } as const;
  test.each([
    [session({ findingPublishingFrequency: 'ONE_HOUR' }), both, true],
    [session(), both, false],
    [session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }), both, false],
    [session(), { kind: 'update', status: 'ENABLED' } as const, true],
    [PAUSED, { kind: 'update', findingPublishingFrequency: 'FIFTEEN_MINUTES' } as const, true],
    [OFF, { kind: 'enable', findingPublishingFrequency: 'ONE_HOUR' } as const, false],
    [session(), { kind: 'enable', findingPublishingFrequency: 'FIFTEEN_MINUTES' } as const, true],
  ])('%#', (actual, write, expected) => {
    expect(shows(actual, write)).toBe(expected);
  });
});
