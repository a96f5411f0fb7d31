import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../lib/core/compliance/assess.ts';
import type { Desired, Session } from '../../../lib/core/model.ts';
import { declinePlan, plan, writeFor } from '../../../lib/core/compliance/plan.ts';
import { anyDesired, anySession, OFF, policyFor, ROLE, session } from '../values.ts';

function assessed(
  region: string,
  {
    actual,
    desired,
    remediation = 'enforce',
  }: { actual: Session; desired: Desired; remediation?: 'report' | 'enforce' },
) {
  const target = { accountId: '111122223333', region };
  return assess({
    target,
    policy: policyFor(desired, { remediation }),
    observation: { kind: 'session', session: actual },
  });
}

const PAUSED = session({ status: 'PAUSED' });
const ON = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' } as const;

describe('the write for a target', () => {
  test.each([
    ['enable with the desired frequency', OFF, ON, { kind: 'enable', findingPublishingFrequency: 'FIFTEEN_MINUTES' }],
    [
      'enable with the fastest when none is desired',
      OFF,
      { status: 'ENABLED' },
      { kind: 'enable', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    ],
    ['resume', PAUSED, ON, { kind: 'update', status: 'ENABLED' }],
    [
      'frequency',
      session({ findingPublishingFrequency: 'SIX_HOURS' }),
      ON,
      { kind: 'update', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    ],
    [
      'both in one',
      session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }),
      ON,
      { kind: 'update', status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    ],
    ['none when compliant', session(), ON, null],
    ['none when it is for a person', session({ serviceRole: 'arn:other' }), { serviceRole: ROLE }, null],
  ] as const)('%s', (_, actual, desired, write) => {
    expect(writeFor(assessed('eu-west-1', { actual, desired }))).toEqual(write);
  });

  test('never says anything but ENABLED, and never slower than it is', () => {
    fc.assert(
      fc.property(anySession, anyDesired, (actual, desired) => {
        const write = writeFor(assessed('eu-west-1', { actual, desired }));
        const text = JSON.stringify(write);
        expect(text).not.toMatch(/PAUSED|DISABLED/);
        expect(text).not.toBe(JSON.stringify({ kind: 'update' }));
      }),
    );
  });
});

describe('guard rails', () => {
  const drifted = ['ap-south-1', 'eu-west-1', 'us-east-1'].map((region) =>
    assessed(region, { actual: PAUSED, desired: ON }),
  );

  test('a run that may only report writes nothing, and its drifts stay planned', () => {
    const result = plan(drifted, { ceiling: 'report', maxActions: 25 });
    expect(result.writes).toEqual([]);
    expect(result.assessments).toEqual(drifted);
    expect(result.notices).toEqual([]);
  });

  test('a target under a report policy is left alone beside one that is enforced', () => {
    const left = assessed('eu-north-1', { actual: PAUSED, desired: ON, remediation: 'report' });
    const result = plan([...drifted, left], { ceiling: 'enforce', maxActions: 25 });
    expect(result.writes.map(({ assessment }) => assessment.target.region)).toEqual([
      'ap-south-1',
      'eu-west-1',
      'us-east-1',
    ]);
    expect(result.assessments.at(-1)).toBe(left);
  });

  test('exactly as many writes as allowed are made', () => {
    expect(plan(drifted, { ceiling: 'enforce', maxActions: 3 }).writes).toHaveLength(3);
  });

  test('one more than allowed and none is made, and every drift says why', () => {
    const fine = assessed('sa-east-1', { actual: session(), desired: ON });
    const result = plan([...drifted, fine], { ceiling: 'enforce', maxActions: 2 });
    expect(result.writes).toEqual([]);
    expect(result.notices.map(({ kind }) => kind)).toEqual(['limit-exceeded']);
    const drifts = result.assessments.flatMap((one) => one.drifts);
    expect(drifts).toHaveLength(3);
    for (const one of drifts) {
      expect(one).toMatchObject({
        outcome: 'skipped',
        detail: '3 writes are needed and limits.maxActions is 2, so none is made',
      });
    }
  });

  test('a person is told of the limit before a run may write', () => {
    expect(plan(drifted, { ceiling: 'report', maxActions: 2 }).notices[0]?.message).toContain('limits.maxActions is 2');
  });

  test('what is held back for another reason keeps that reason', () => {
    const manual = assessed('eu-west-1', {
      actual: session({ status: 'PAUSED', serviceRole: 'arn:other' }),
      desired: { ...ON, serviceRole: ROLE },
    });
    const [held] = plan([manual], { ceiling: 'enforce', maxActions: 0 }).assessments;
    expect(held?.drifts.map(({ outcome }) => outcome)).toEqual(['skipped', 'manual']);
  });
});

test('a plan that somebody says no to writes nothing, and says why', () => {
  const wanted = assessed('eu-west-1', { actual: PAUSED, desired: ON });
  const fine = assessed('us-east-1', { actual: session(), desired: ON });
  const declined = declinePlan(plan([wanted, fine], { ceiling: 'enforce', maxActions: 25 }), 'declined when asked');
  expect(declined.writes).toEqual([]);
  expect(declined.assessments[0]?.drifts).toMatchObject([{ outcome: 'skipped', detail: 'declined when asked' }]);
  expect(declined.assessments[1]).toBe(fine);
});
