import { describe, expect, test } from '@jest/globals';
import { assumptionsOf } from '../../../lib/core/cost/assumptions.ts';
import { needsCounts, targetCosts, type TargetCost } from '../../../lib/core/cost/target-cost.ts';
import type { AccountUsage } from '../../../lib/core/cost/usage.ts';
import { OFF, session } from '../values.ts';
import { counted, TB, UNCOUNTED } from './values.ts';

const target = { accountId: '111122223333', region: 'us-east-1' };
const now = new Date('2026-11-24T09:00:00Z');
const ON = { kind: 'values' as const, values: session() };
const usage = (costs: Record<string, number | string> = {}): TargetCost['usage'] => ({
  kind: 'known',
  value: {
    costs: Object.fromEntries(
      Object.entries({ DATA_INVENTORY_EVALUATION: 1.5, SENSITIVE_DATA_DISCOVERY: 0, ...costs }).map(([type, cost]) => [
        type,
        typeof cost === 'number' ? { kind: 'known' as const, value: cost } : { kind: 'unknown' as const, why: cost },
      ]),
    ),
    trialStart: '2026-11-04T09:00:00Z',
    discoveryTrialStart: null,
  } satisfies AccountUsage,
});
const DISCOVERY = { AUTOMATED_OBJECT_MONITORING: 0.5, AUTOMATED_SENSITIVE_DATA_DISCOVERY: 2 };
const NO_USAGE: TargetCost['usage'] = { kind: 'unknown', why: 'macie2:GetUsageTotals was denied' };

const one = (over: Partial<TargetCost>): TargetCost => ({
  target,
  desired: { status: 'ENABLED' },
  session: ON,
  usage: null,
  facts: null,
  ...over,
});
const costs = (over: Partial<TargetCost>) =>
  targetCosts(one(over), { prices: {}, now }).map(({ setting, estimate, trialDaysLeft, isPossible }) => [
    setting,
    estimate.kind === 'estimated' ? [estimate.low, estimate.high, estimate.source] : estimate.why,
    ...(trialDaysLeft === undefined ? [] : [trialDaysLeft]),
    ...(isPossible ? ['possible'] : []),
  ]);

describe('where Macie is on', () => {
  test('it costs what Macie says, with the days left of the trial', () => {
    expect(costs({ usage: usage({ ...DISCOVERY, SENSITIVE_DATA_DISCOVERY: 7 }) })).toEqual([
      ['session', [1.5, 1.5, 'usage'], 10],
      ['automatedDiscovery', [2.5, 2.5, 'usage']],
      ['classificationJobs', [7, 7, 'usage']],
    ]);
  });

  test('what is not used and not wanted has no item', () => {
    expect(costs({ usage: usage({ AUTOMATED_OBJECT_MONITORING: 0, AUTOMATED_SENSITIVE_DATA_DISCOVERY: 0 }) })).toEqual([
      ['session', [1.5, 1.5, 'usage'], 10],
    ]);
  });

  test.each([
    ['off', usage({ AUTOMATED_OBJECT_MONITORING: 0, AUTOMATED_SENSITIVE_DATA_DISCOVERY: 0 })],
    ['not in the answer', usage()],
  ])('automated discovery that is wanted and %s is estimated from the count of Macie', (_, used) => {
    const desired = { automatedDiscovery: 'ENABLED' };
    const facts = counted({ source: 'bucket-statistics', objects: 1e6, bytes: TB });
    expect(costs({ desired, usage: used, facts })).toContainEqual([
      'automatedDiscovery',
      [0.1, 1.1, 'bucket-statistics'],
    ]);
    expect(costs({ desired, usage: used })).toContainEqual(['automatedDiscovery', 'its objects were not counted']);
  });

  test.each([
    [{ automatedDiscovery: 'ENABLED' }, true],
    [{ automatedDiscoveryOfMembers: 'ENABLED' }, true],
    [{ 'organization.autoEnableDiscovery': 'ALL' }, true],
    [{ 'organization.autoEnableDiscovery': 'NEW' }, false],
    [{ automatedDiscovery: 'DISABLED' }, false],
  ])('automated discovery that is off is wanted by %j: %s', (desired, isWanted) => {
    const [, discovery = []] = costs({ desired, usage: usage(), facts: counted({ objects: 1e6, bytes: TB }) });
    // Else the usage says why it has no amount.
    expect(Array.isArray(discovery[1])).toBe(isWanted);
    expect(needsCounts(one({ desired, usage: usage() }))).toBe(isWanted);
  });

  test('without its usage the inventory is estimated from a count, and the rest is not', () => {
    expect(costs({ usage: NO_USAGE, facts: counted({ buckets: 4 }) })).toEqual([
      ['session', [0.4, 0.4, 'storage-metrics']],
      ['automatedDiscovery', 'macie2:GetUsageTotals was denied'],
      ['classificationJobs', 'macie2:GetUsageTotals was denied'],
    ]);
  });

  test('without either, both reasons are there', () => {
    expect(costs({ usage: NO_USAGE, facts: UNCOUNTED })[0]).toEqual([
      'session',
      'macie2:GetUsageTotals was denied; denied',
    ]);
  });

  test('an amount that is no number is not estimated', () => {
    const used = usage({ DATA_INVENTORY_EVALUATION: 'it is odd', ...DISCOVERY });
    expect(costs({ usage: used })[0]).toEqual([
      'session',
      'DATA_INVENTORY_EVALUATION: it is odd; its buckets were not counted',
      10,
    ]);
  });

  test('a usage that was not asked for is not 0', () => {
    expect(costs({}).map(([, why]) => why)).toContain('Macie’s answer has no usage of it');
  });
});

describe('where Macie is off or paused', () => {
  test.each([OFF, session({ status: 'PAUSED' })])('it would cost what the counts say: $status', (values) => {
    expect(
      costs({ session: { kind: 'values', values }, facts: counted({ buckets: 5, objects: 1e6, bytes: TB }) }),
    ).toEqual([
      ['session', [0.5, 0.5, 'storage-metrics']],
      ['automatedDiscovery', [0, 1.1, 'storage-metrics'], 'possible'],
    ]);
  });

  test.each(['automatedDiscovery', 'automatedDiscoveryOfMembers'])('%s of the policy is certain', (setting) => {
    const desired = { status: 'ENABLED', [setting]: 'ENABLED' };
    const found = costs({
      desired,
      session: { kind: 'values', values: OFF },
      facts: counted({ objects: 1e6, bytes: TB }),
    });
    expect(found[1]).toEqual(['automatedDiscovery', [0.1, 1.1, 'storage-metrics']]);
  });

  test('nothing is free because it could not be counted', () => {
    expect(costs({ session: { kind: 'values', values: OFF } })).toEqual([
      ['session', 'its buckets were not counted'],
      ['automatedDiscovery', 'its objects were not counted', 'possible'],
    ]);
  });

  test('it costs nothing where the policy does not want it', () => {
    expect(costs({ desired: {}, session: { kind: 'values', values: OFF } })).toEqual([]);
  });
});

test('an unreadable session is not estimated, and one that is not applicable is left out', () => {
  const unknown = { kind: 'unknown' as const, reason: 'throttled' as const, detail: 'GetMacieSession was throttled' };
  expect(costs({ session: unknown })).toEqual([['session', 'throttled: GetMacieSession was throttled']]);
  expect(costs({ session: { kind: 'not-applicable', detail: 'the Region is off' } })).toEqual([]);
});

test.each<[string, Partial<TargetCost>, boolean]>([
  ['on, with usage', { usage: usage() }, false],
  ['on, with an odd usage', { usage: usage({ DATA_INVENTORY_EVALUATION: 'it is odd' }) }, true],
  ['on, without usage', { usage: NO_USAGE }, true],
  [
    'on, with discovery that is wanted and runs',
    { usage: usage(DISCOVERY), desired: { automatedDiscovery: 'ENABLED' } },
    false,
  ],
  ['on, with discovery that is wanted and off', { usage: usage(), desired: { automatedDiscovery: 'ENABLED' } }, true],
  ['off and wanted', { session: { kind: 'values', values: OFF } }, true],
  ['off and not wanted', { session: { kind: 'values', values: OFF }, desired: {} }, false],
  ['unreadable', { session: { kind: 'unknown', reason: 'timeout', detail: 'late' } }, false],
])('counts are needed or not: %s', (_, over, expected) => {
  expect(needsCounts(one(over))).toBe(expected);
});

test('the assumptions are those that some estimate rests on', () => {
  const of = (over: Partial<TargetCost>) => assumptionsOf(targetCosts(one(over), { prices: {}, now }));
  expect(of({ usage: usage() })).toEqual(['Where Macie is on: the estimate of Macie itself, for the past 30 days.']);
  expect(of({ session: { kind: 'values', values: OFF } })).toEqual([]);
  const off = of({ session: { kind: 'values', values: OFF }, facts: counted() });
  expect(off.join(' ')).toMatch(/48 hours old.*first 30 days are free/s);
  const fallback = of({ usage: NO_USAGE, facts: counted({ source: 'bucket-statistics' }) });
  expect(fallback.join(' ')).not.toMatch(/48 hours|30 days/);
});
