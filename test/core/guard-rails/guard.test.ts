import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { planWrites, type Plan } from '../../../lib/core/compliance/plan.ts';
import { guardPlan, type GuardFacts } from '../../../lib/core/guard-rails/guard.ts';
import { NOT_COOLING } from '../../../lib/core/guard-rails/cool-down.ts';
import { anyDesired, anySession, observed, OFF, policyFor, session, TARGET } from '../values.ts';
import { targetKey } from '../../../lib/core/target.ts';
import { counted } from '../cost/values.ts';
import { ago, assessed, attemptOf, HOUR, ledgerOf, NOW, planOf } from './ledgers.ts';

const PAUSED = session({ status: 'PAUSED' });

function guarding(over: Partial<GuardFacts> = {}): GuardFacts {
  const settings = { maxActions: 25, maxMonthlyCost: 'none' as const, maxRepairs: 3, coolDownMs: 30_000 };
  return { ledgers: [], unreadableKeys: [], now: NOW, pricing: null, settings, ...over };
}

const details = ({ assessments }: Plan) => assessments.flatMap(({ drifts }) => drifts.map(({ detail }) => detail));

describe('guardPlan', () => {
  test('lets a plan through that no guard rail is about', () => {
    const plan = planOf(assessed());
    expect(guardPlan(plan, guarding())).toEqual({
      plan,
      needed: plan.writes.length,
      neededCost: null,
      limited: [],
      cooling: NOT_COOLING,
    });
  });

  test('holds repairs that it cannot count, by setting or by target', () => {
    const plan = planOf(assessed(session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' })));
    const uncountable = 'a newer version of macie-warden counts its repairs';
    const bySetting = guardPlan(plan, guarding({ unreadableKeys: ['111122223333 eu-west-1 status'] }));
    expect(details(bySetting.plan)).toEqual([uncountable, null]);
    const byTarget = guardPlan(plan, guarding({ unreadableKeys: ['111122223333 eu-west-1'] }));
    expect(details(byTarget.plan)).toEqual([uncountable, uncountable]);
    expect(byTarget.plan.writes).toEqual([]);
  });

  test('calls a repair over its limit limited, not cooling', () => {
    const ledgers = [ledgerOf([3 * HOUR, 2 * HOUR, 1000].map((ms) => attemptOf(ago(ms))))];
    const { plan, limited, cooling } = guardPlan(planOf(assessed()), guarding({ ledgers }));
    expect(plan.writes).toEqual([]);
    expect(limited.map(({ setting }) => setting)).toEqual(['status']);
    expect(cooling).toEqual(NOT_COOLING);
  });

  test('names the targets that only wait', () => {
    const ledgers = [ledgerOf([attemptOf(ago(10_000))])];
    expect(guardPlan(planOf(assessed()), guarding({ ledgers }))).toMatchObject({
      plan: { writes: [] },
      limited: [],
      cooling: { targets: ['111122223333 eu-west-1'], until: ago(-20_000) },
    });
  });

  test('counts only the writes that are left against maxActions', () => {
    const regions = ['eu-west-1', 'us-east-1'];
    const plan = planOf(...regions.map((region) => assessed(PAUSED, { ...TARGET, region })));
    const ledgers = [ledgerOf([attemptOf(ago(1000))])];
    const settings = { ...guarding().settings, maxActions: 1 };
    const guarded = guardPlan(plan, guarding({ ledgers, settings }));
    expect(guarded.plan.writes.map(({ target }) => target.region)).toEqual(['us-east-1']);
  });
});

describe('the cost of the writes that are left', () => {
  const region = 'us-east-1';
  const plan = planOf(assessed(OFF, { ...TARGET, region }), assessed(PAUSED));
  const pricing = {
    facts: new Map(['eu-west-1', region].map((name) => [targetKey({ ...TARGET, region: name }), counted()])),
    prices: { default: { bucketMonth: 1, objectsPer100k: 0, perGB: [{ price: 0 }] } },
  };
  const settings = { ...guarding().settings, maxMonthlyCost: 3 };

  test('holds all of them back if it is above the limit', () => {
    const guarded = guardPlan(plan, guarding({ pricing, settings }));
    expect(guarded.plan.writes).toEqual([]);
    expect(guarded.neededCost).toEqual({ low: 6, high: 6, notEstimated: 0 });
    expect(details(guarded.plan)[0]).toContain('limits.maxMonthlyCost is 3');
  });

  test('does not count a write that another guard rail holds back', () => {
    const ledgers = [ledgerOf([attemptOf(ago(1000))])];
    const guarded = guardPlan(plan, guarding({ pricing, settings, ledgers }));
    expect(guarded.plan.writes.map(({ target }) => target.region)).toEqual([region]);
    expect(guarded.neededCost).toEqual({ low: 3, high: 3, notEstimated: 0 });
  });

  test('is not known to a run that did not ask for it', () => {
    expect(guardPlan(plan, guarding({ settings })).neededCost).toBeNull();
    expect(guardPlan(planOf(), guarding({ pricing })).neededCost).toBeNull();
  });
});

const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'];
const anyGuarding: fc.Arbitrary<GuardFacts> = fc
  .record({
    times: fc.array(
      fc.tuple(
        fc.constantFrom(...REGIONS),
        fc.integer({ min: -2, max: 30 }),
        fc.constantFrom('sent', 'verified', 'recorded', 'lost'),
      ),
      { maxLength: 8 },
    ),
    maxActions: fc.integer({ min: 0, max: 3 }),
    maxRepairs: fc.integer({ min: 1, max: 4 }),
    coolDownMs: fc.constantFrom(0, 30_000, 2 * HOUR),
    unreadableKeys: fc.subarray(['111122223333 eu-west-1', '111122223333 us-east-1 status']),
  })
  .map(({ times, unreadableKeys, ...settings }) =>
    guarding({
      settings: { maxMonthlyCost: 'none', ...settings },
      unreadableKeys,
      ledgers: REGIONS.map((region) =>
        ledgerOf(
          times
            .filter(([where]) => where === region)
            .map(([, hours, outcome]) => attemptOf(ago(hours * HOUR), { outcome: outcome as 'sent' })),
          { ...TARGET, region },
        ),
      ),
    }),
  );
const anyPlan: fc.Arbitrary<Plan> = fc
  .tuple(...REGIONS.map(() => fc.tuple(fc.oneof(anySession, fc.constant(OFF)), anyDesired)))
  .map((targets) =>
    planWrites(
      targets.map(([actual, desired], index) =>
        assess({
          target: { ...TARGET, region: REGIONS[index] ?? '' },
          policy: policyFor(desired),
          observations: observed(actual),
        }),
      ),
    ),
  );

describe('for any plan', () => {
  test('never lets more than maxActions through, and all of them or none', () => {
    fc.assert(
      fc.property(anyPlan, anyGuarding, (plan, rails) => {
        const guarded = guardPlan(plan, rails).plan;
        expect(guarded.writes.length).toBeLessThanOrEqual(rails.settings.maxActions);
        const held = guarded.assessments.flatMap(({ drifts }) => drifts.map(({ detail }) => detail ?? ''));
        const isOverLimit = held.some((detail) => detail.includes('limits.maxActions'));
        expect(isOverLimit && guarded.writes.length > 0).toBe(false);
      }),
    );
  });

  test('writes less, never more and never something else', () => {
    fc.assert(
      fc.property(anyPlan, anyGuarding, (plan, rails) => {
        const guarded = guardPlan(plan, rails).plan;
        for (const [index, { drifts }] of plan.assessments.entries()) {
          const after = guarded.assessments[index]?.drifts ?? [];
          expect(after).toHaveLength(drifts.length);
          for (const [place, drift] of drifts.entries()) {
            const now = after[place];
            const isSkipped = drift.outcome === 'planned' && now?.outcome === 'skipped';
            expect(now).toEqual(isSkipped ? { ...drift, outcome: 'skipped', detail: now.detail } : drift);
            expect(isSkipped && now.detail === null).toBe(false);
          }
        }
        expect(planWrites(guarded.assessments).writes).toEqual(guarded.writes);
      }),
    );
  });

  test('says the same after a round trip through JSON', () => {
    fc.assert(
      fc.property(anyPlan, anyGuarding, (plan, rails) => {
        const guarded = guardPlan(plan, rails);
        expect(JSON.parse(JSON.stringify(guarded))).toEqual(guarded);
        const { ledgers } = JSON.parse(JSON.stringify(rails));
        expect(guardPlan(JSON.parse(JSON.stringify(plan)), { ...rails, ledgers })).toEqual(guarded);
      }),
    );
  });
});
