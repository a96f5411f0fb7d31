import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { COST_DRIVERS, driversOf } from '../../../lib/core/cost/drivers.ts';
import { planCost, switchedOn } from '../../../lib/core/cost/plan-cost.ts';
import { SETTINGS } from '../../../lib/core/settings/index.ts';
import { OUTSIDE } from '../../../lib/core/settings/membership-values.ts';
import { STATUSES, type Session } from '../../../lib/core/settings/session.ts';
import { targetKey } from '../../../lib/core/target.ts';
import { assessed, planOf } from '../guard-rails/ledgers.ts';
import { OFF, policyFor, session, TARGET } from '../values.ts';
import { counted, TB } from './values.ts';

const VIRGINIA = { ...TARGET, region: 'us-east-1' };
const off = assessed(OFF, VIRGINIA);
const paused = assessed(session({ status: 'PAUSED' }), TARGET);
const slow = assessed(session({ findingPublishingFrequency: 'SIX_HOURS' }), { ...TARGET, region: 'eu-west-3' });

describe('the targets of a plan whose writes are billed', () => {
  test('are those where Macie is enabled or resumed', () => {
    expect(switchedOn(planOf(off, paused, slow))).toEqual(
      [VIRGINIA, TARGET].map((target) => ({
        target,
        certain: new Set(['session']),
        possible: new Set(['automatedDiscovery']),
      })),
    );
  });

  const joining = (actual: Session) =>
    assess({
      target: TARGET,
      policy: policyFor({ status: 'ENABLED', membership: 'member' }),
      observations: {
        session: { kind: 'values', values: actual },
        membership: { kind: 'values', values: OUTSIDE },
      },
      administration: { administrator: '999988887777', email: 'a@example.com', isManagement: false },
    });

  test('are those that join an administrator: without a session if Macie is on already', () => {
    expect(switchedOn(planOf(joining(session())))).toEqual([
      { target: TARGET, certain: new Set(), possible: new Set(['automatedDiscovery']) },
    ]);
  });

  test('are those that join after they are resumed: with a session', () => {
    const plan = planOf(joining(session({ status: 'PAUSED' })));
    expect(plan.writes.map(({ write }) => write.group)).toEqual(['session', 'membership']);
    expect(switchedOn(plan)).toEqual([
      { target: TARGET, certain: new Set(['session']), possible: new Set(['automatedDiscovery']) },
    ]);
  });

  test('are none without a write, whatever the drifts', () => {
    expect(switchedOn({ ...planOf(off), writes: [] })).toEqual([]);
    expect(switchedOn({ ...planOf(off), assessments: [] })).toEqual([]);
  });
});

describe('the cost of a plan', () => {
  const facts = new Map([[targetKey(VIRGINIA), counted({ buckets: 10, objects: 1_000_000, bytes: 3 * TB })]]);

  test('is the sum of what it switches on, with its items and assumptions', () => {
    expect(planCost(planOf(off), { facts, prices: {} })).toEqual({
      currency: 'USD',
      low: 1,
      high: 4.1,
      notEstimated: 0,
      items: [
        {
          ...VIRGINIA,
          setting: 'session',
          estimate: { kind: 'estimated', source: 'storage-metrics', prices: expect.any(String), low: 1, high: 1 },
        },
        {
          ...VIRGINIA,
          setting: 'automatedDiscovery',
          isPossible: true,
          estimate: { kind: 'estimated', source: 'storage-metrics', prices: expect.any(String), low: 0, high: 3.1 },
        },
      ],
      assumptions: expect.arrayContaining([
        'Prices: those of us-east-1 in this version, as of 2026-11, not confirmed.',
        expect.stringContaining('switches on automated discovery together with Macie'),
      ]),
    });
  });

  test('takes the prices of the policy', () => {
    const prices = { default: { bucketMonth: 1, objectsPer100k: 0, perGB: [{ price: 0 }] } };
    const cost = planCost(planOf(off), { facts, prices });
    expect(cost).toMatchObject({ low: 10, high: 10 });
    expect(cost?.assumptions[0]).toBe('Prices: prices.default of the policy.');
  });

  test('is not 0 for a target that was not counted', () => {
    expect(planCost(planOf(off), { facts: new Map(), prices: {} })).toMatchObject({
      low: 0,
      high: 0,
      notEstimated: 2,
      assumptions: [],
    });
  });

  test('of a Region without a price says which price to add', () => {
    const cost = planCost(planOf(paused), { facts: new Map([[targetKey(TARGET), counted()]]), prices: {} });
    expect(cost?.items.map(({ estimate }) => estimate)).toEqual([
      { kind: 'not-estimated', why: 'no price for eu-west-1; add prices.eu-west-1 to the policy' },
      { kind: 'not-estimated', why: 'no price for eu-west-1; add prices.eu-west-1 to the policy' },
    ]);
  });

  test('is none for a plan that switches nothing on', () => {
    expect(planCost(planOf(slow), { facts, prices: {} })).toBeNull();
  });
});

const SCHEMA_VALUES: Readonly<Record<string, readonly string[]>> = { boolean: ['true', 'false'] };

test('every action of every setting is in the table of cost drivers', () => {
  const actions = SETTINGS.flatMap(({ id, schema, chooseAction }) => {
    const values = SCHEMA_VALUES[schema.kind] ?? (schema.kind === 'enum' ? schema.values : ['a text']);
    return values.flatMap((desired) =>
      [...values, null].flatMap((actual) =>
        STATUSES.flatMap((status) =>
          [undefined, { administrator: '999900000001', email: 'a@example.com', isManagement: false }].flatMap(
            (administration) => {
              const choice = chooseAction({ setting: id, desired, actual }, { values: { status }, administration });
              return choice.kind === 'write' ? [choice.action] : [];
            },
          ),
        ),
      ),
    );
  });
  expect([...new Set(actions)].filter((action) => !Object.hasOwn(COST_DRIVERS, action))).toEqual([]);
  expect(new Set(actions).size).toBeGreaterThan(3);
});

test('an action that is not in the table switches nothing on', () => {
  expect(driversOf('dance', { isOn: false })).toEqual({ certain: [], possible: [] });
});
