import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { skipWrites, skipAllWrites, planWrites, type Plan } from '../../../lib/core/compliance/plan.ts';
import { FREQUENCIES, type Session } from '../../../lib/core/settings/session.ts';
import type { Desired } from '../../../lib/core/settings/desired.ts';
import { anyDesired, anySession, observed, OFF, policyFor, ROLE, session, TARGET } from '../values.ts';

function assessed(
  region: string,
  [actual, desired]: [Session, Desired],
  remediation: 'report' | 'enforce' = 'enforce',
) {
  const policy = policyFor(desired, { remediation });
  return assess({ target: { ...TARGET, region }, policy, observations: observed(actual) });
}

const PAUSED = session({ status: 'PAUSED' });
const ON = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' };
const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'];

const anyPlan: fc.Arbitrary<Plan> = fc
  .array(fc.tuple(anySession, anyDesired, fc.constantFrom('report' as const, 'enforce' as const)), { maxLength: 3 })
  .map((targets) =>
    planWrites(
      targets.map(([actual, desired, remediation], index) =>
        assessed(REGIONS[index] ?? '', [actual, desired], remediation),
      ),
    ),
  );

describe('the write for a target', () => {
  test.each<[string, Session, Desired, object | null]>([
    [
      'enables with the desired frequency',
      OFF,
      { ...ON, findingPublishingFrequency: 'ONE_HOUR' },
      { kind: 'enable', values: { findingPublishingFrequency: 'ONE_HOUR' } },
    ],
    [
      'enables with the fastest frequency when none is desired',
      OFF,
      { status: 'ENABLED' },
      { kind: 'enable', values: { findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
    ],
    ['resumes', PAUSED, ON, { kind: 'update', values: { status: 'ENABLED' } }],
    [
      'sets the frequency',
      session({ findingPublishingFrequency: 'SIX_HOURS' }),
      ON,
      { kind: 'update', values: { findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
    ],
    [
      'resumes and sets the frequency in one call',
      session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }),
      ON,
      { kind: 'update', values: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
    ],
    ['is none for a compliant target', session(), ON, null],
    ['is none for a drift that is for a person', session({ serviceRole: 'arn:other' }), { serviceRole: ROLE }, null],
  ])('%s', (_, actual, desired, write) => {
    const { writes } = planWrites([assessed('eu-west-1', [actual, desired])]);
    expect(writes.map((one) => one.write)).toEqual(write === null ? [] : [{ group: 'session', ...write }]);
  });

  test('names the settings whose drifts it is to remove', () => {
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' });
    expect(planWrites([assessed('eu-west-1', [both, ON])]).writes).toMatchObject([
      { target: { region: 'eu-west-1' }, settings: ['status', 'findingPublishingFrequency'] },
    ]);
  });

  test('never carries PAUSED or DISABLED, nor a slower frequency, nor nothing', () => {
    fc.assert(
      fc.property(anySession, anyDesired, (actual, desired) => {
        const { writes } = planWrites([assessed('eu-west-1', [actual, desired])]);
        for (const { write } of writes) {
          expect(JSON.stringify(write)).not.toMatch(/PAUSED|DISABLED/);
          expect(Object.keys(write.values)).not.toEqual([]);
          const frequencies: readonly (string | null | undefined)[] = FREQUENCIES;
          const written = frequencies.indexOf(write.values['findingPublishingFrequency']);
          const before = frequencies.indexOf(actual.findingPublishingFrequency);
          expect(write.kind === 'update' && written >= 0 && written >= before).toBe(false);
        }
      }),
    );
  });
});

describe('planWrites', () => {
  test('writes only where the policy says enforce', () => {
    const enforced = assessed('ap-south-1', [PAUSED, ON]);
    const reported = assessed('eu-west-1', [PAUSED, ON], 'report');
    const plan = planWrites([enforced, reported]);
    expect(plan.writes.map(({ target }) => target.region)).toEqual(['ap-south-1']);
    expect(plan.assessments).toEqual([enforced, reported]);
  });

  test('writes nothing to a target that could not be read', () => {
    const policy = policyFor(ON);
    const observations = { session: { kind: 'unknown', reason: 'throttled', detail: '' } } as const;
    expect(planWrites([assess({ target: TARGET, policy, observations })]).writes).toEqual([]);
  });
});

describe('skipWrites', () => {
  const plan = planWrites(REGIONS.map((region) => assessed(region, [PAUSED, ON])));
  const outcomes = ({ assessments }: Plan) =>
    assessments.map(({ target, drifts }) => `${target.region} ${drifts.map(({ outcome }) => outcome).join()}`);

  test('skips one drift of one target, with why', () => {
    const skipped = skipWrites(plan, [{ ...TARGET, setting: 'status', detail: 'wait' }]);
    expect(outcomes(skipped)).toEqual(['ap-south-1 planned', 'eu-west-1 skipped', 'us-east-1 planned']);
    expect(skipped.assessments[1]?.drifts[0]?.detail).toBe('wait');
    expect(skipped.writes.map(({ target }) => target.region)).toEqual(['ap-south-1', 'us-east-1']);
  });

  test('leaves a smaller write where another setting is still to be repaired', () => {
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const one = planWrites([assessed('eu-west-1', [both, ON])]);
    expect(skipWrites(one, [{ ...TARGET, setting: 'status', detail: 'wait' }]).writes).toMatchObject([
      {
        settings: ['findingPublishingFrequency'],
        write: { kind: 'update', values: { findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
      },
    ]);
  });

  test('returns the plan itself when nothing is skipped', () => {
    expect(skipWrites(plan, [])).toBe(plan);
  });

  test('keeps the reason of a drift that was skipped before', () => {
    const waiver = { reason: 'r', owner: 'o', expires: '2027-01-31', settings: ['status'] };
    const policy = policyFor(ON, { waivers: [waiver] });
    const waived = planWrites([assess({ target: TARGET, policy, observations: observed(PAUSED) })]);
    const skipped = skipWrites(waived, [{ ...TARGET, setting: 'status', detail: 'wait' }]);
    expect(skipped.assessments[0]?.drifts[0]?.detail).toBe('waived until 2027-01-31');
  });

  test('never adds a write, and changes drifts only from planned to skipped', () => {
    const anySkipped = fc.array(
      fc.record({
        accountId: fc.constant(TARGET.accountId),
        region: fc.constantFrom(...REGIONS),
        setting: fc.constantFrom('status', 'findingPublishingFrequency', 'serviceRole'),
        detail: fc.constant('skipped'),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(anyPlan, anySkipped, (some, skipped) => {
        const after = skipWrites(some, skipped);
        const settingsOf = ({ writes }: Plan) =>
          writes.flatMap(({ target, settings }) => settings.map((setting) => `${target.region} ${setting}`));
        expect(after.writes.length).toBeLessThanOrEqual(some.writes.length);
        for (const written of settingsOf(after)) {
          expect(settingsOf(some)).toContain(written);
          expect(skipped.map(({ region, setting }) => `${region} ${setting}`)).not.toContain(written);
        }
        for (const [index, assessment] of some.assessments.entries()) {
          for (const [place, drift] of assessment.drifts.entries()) {
            const now = after.assessments[index]?.drifts[place];
            expect([drift, { ...drift, outcome: 'skipped', detail: 'skipped' }]).toContainEqual(now);
            expect(now?.outcome === drift.outcome || drift.outcome === 'planned').toBe(true);
          }
        }
      }),
    );
  });

  test('of everything leaves no write, and the drifts that were not planned as they are', () => {
    const fine = assessed('sa-east-1', [session(), ON]);
    const reported = assessed('eu-north-1', [PAUSED, ON], 'report');
    const declined = skipAllWrites(planWrites([...plan.assessments, fine, reported]), 'declined when asked');
    expect(declined.writes).toEqual([]);
    expect(outcomes(declined)).toEqual([
      'ap-south-1 skipped',
      'eu-west-1 skipped',
      'us-east-1 skipped',
      'sa-east-1 ',
      'eu-north-1 planned',
    ]);
    expect(declined.assessments[0]?.drifts[0]?.detail).toBe('declined when asked');
    expect(declined.assessments.slice(3)).toEqual([fine, reported]);
  });
});

test('a plan says the same after a round trip through JSON', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const copy: Plan = JSON.parse(JSON.stringify(plan));
      expect(copy).toEqual(plan);
      expect(planWrites(copy.assessments)).toEqual(plan);
      expect(skipAllWrites(copy, 'no')).toEqual(skipAllWrites(plan, 'no'));
    }),
  );
});
