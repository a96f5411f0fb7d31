import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { COST_DRIVERS, driversOf } from '../../../lib/core/cost/drivers.ts';
import { planCost, switchedOn } from '../../../lib/core/cost/plan-cost.ts';
import type { Membership } from '../../../lib/core/observation.ts';
import { NOT_SET } from '../../../lib/core/settings/classification-export.ts';
import { SETTINGS } from '../../../lib/core/settings/index.ts';
import { OUTSIDE } from '../../../lib/core/settings/membership-values.ts';
import type { ActionFacts } from '../../../lib/core/settings/setting.ts';
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
        isForMembers: false,
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
      { target: TARGET, certain: new Set(), possible: new Set(['automatedDiscovery']), isForMembers: false },
    ]);
  });

  test('are those that join after they are resumed: with a session', () => {
    const plan = planOf(joining(session({ status: 'PAUSED' })));
    expect(plan.writes.map(({ write }) => write.group)).toEqual(['session', 'membership']);
    expect(switchedOn(plan)).toEqual([
      { target: TARGET, certain: new Set(['session']), possible: new Set(['automatedDiscovery']), isForMembers: false },
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

  const MODE = 'organization.autoEnableDiscovery';
  const discovery = (actual: readonly [string, string], desired: Readonly<Record<string, string>>) =>
    planOf(
      assess({
        target: TARGET,
        policy: policyFor(desired),
        observations: {
          session: { kind: 'values', values: session() },
          automatedDiscovery: { kind: 'values', values: { automatedDiscovery: actual[0], [MODE]: actual[1] } },
        },
      }),
    );

  test.each([
    ['is raised to all members', discovery(['ENABLED', 'NEW'], { [MODE]: 'ALL' })],
    ['is turned on with the mode ALL', discovery(['DISABLED', 'ALL'], { automatedDiscovery: 'ENABLED' })],
  ])('is not estimated where automated discovery of an administrator %s', (_, plan) => {
    const counts = new Map([[targetKey(TARGET), counted()]]);
    const prices = { default: { bucketMonth: 1, objectsPer100k: 1, perGB: [{ price: 1 }] } };
    expect(planCost(plan, { facts: counts, prices })).toMatchObject({
      high: 0,
      notEstimated: 1,
      items: [{ setting: 'automatedDiscovery', estimate: { why: expect.stringContaining('all of its members') } }],
    });
  });

  test('of automated discovery for later members alone is none, and that of the account itself is estimated', () => {
    expect(planCost(discovery(['ENABLED', 'NONE'], { [MODE]: 'NEW' }), { facts, prices: {} })).toBeNull();
    const alone = discovery(['DISABLED', 'NONE'], { automatedDiscovery: 'ENABLED' });
    expect(switchedOn(alone)).toMatchObject([{ certain: new Set(['automatedDiscovery']), isForMembers: false }]);
  });

  test('is none for a plan that switches nothing on', () => {
    expect(planCost(planOf(slow), { facts, prices: {} })).toBeNull();
  });
});

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
/** Desired values and readings with which each action is chosen. */
const EVERY_DESIRED = {
  'classificationExport.bucketName': 'results',
  'classificationExport.kmsKeyArn': KEY,
  automatedDiscovery: 'ENABLED',
};
const EVERY_READ = {
  automatedDiscovery: 'ENABLED',
  'organization.autoEnableDiscovery': 'NONE',
  'findingsPublication.policyFindings': 'false',
  'findingsPublication.classificationFindings': 'false',
  'classificationExport.bucketName': NOT_SET,
  administrator: '999900000001',
  administratorStatus: 'ENABLED',
};

const ADMINISTRATION = { administrator: '999900000001', email: 'a@example.com', isManagement: false };
const PAUSED_MEMBER: Membership = {
  kind: 'member',
  administrator: '999900000001',
  relationship: 'Paused',
  by: 'organization',
};
const EVERY_PLACE: readonly Pick<ActionFacts, 'administration' | 'membership'>[] = [
  {},
  { administration: ADMINISTRATION },
  { administration: ADMINISTRATION, membership: PAUSED_MEMBER },
];

test('the table of cost drivers has the actions of the settings, and no others', () => {
  const actions = SETTINGS.flatMap(({ id, schema, chooseAction }) => {
    const values = {
      boolean: ['true', 'false'],
      enum: 'values' in schema ? schema.values : [],
      text: ['results', NOT_SET],
    };
    return values[schema.kind].flatMap((desired) =>
      [...values[schema.kind], null].flatMap((actual) =>
        STATUSES.flatMap((status) =>
          EVERY_PLACE.flatMap((place) => {
            const read = { ...EVERY_READ, status, ...(actual === null ? {} : { [id]: actual }) };
            const facts = { ...place, values: read, desired: EVERY_DESIRED, target: TARGET };
            const choice = chooseAction({ setting: id, desired, actual }, facts);
            return choice.kind === 'write' ? [choice.action] : [];
          }),
        ),
      ),
    );
  });
  expect([...new Set(actions)].toSorted()).toEqual(Object.keys(COST_DRIVERS).toSorted());
});

test('an action that is not in the table switches nothing on', () => {
  expect(driversOf('dance', { isOn: false })).toEqual({ certain: [], possible: [] });
});
