import { describe, expect, test } from '@jest/globals';
import { costLimitNotice, limitCost, raisedCostNotice } from '../../../lib/core/guard-rails/cost-limit.ts';
import { OFF, TARGET } from '../values.ts';
import { assessed, planOf } from './ledgers.ts';

const plan = planOf(...['eu-west-1', 'us-east-1'].map((region) => assessed(OFF, { ...TARGET, region })));
const cost = { low: 1, high: 12.341, notEstimated: 0 };

describe('limits.maxMonthlyCost', () => {
  test.each([
    ['a cost below it', cost, 13],
    ['exactly that cost', { ...cost, high: 13 }, 13],
    ['no limit', { ...cost, notEstimated: 1 }, 'none' as const],
    ['a plan that switches nothing on', null, 0],
  ])('lets the plan through: %s', (_, found, limit) => {
    expect(limitCost(plan, found, limit)).toBe(plan);
    expect(costLimitNotice(found, limit)).toBeNull();
  });

  test('holds all writes back if the upper end is above it', () => {
    const limited = limitCost(plan, cost, 12.34);
    expect(limited.writes).toEqual([]);
    const details = limited.assessments.flatMap(({ drifts }) => drifts.map(({ detail }) => detail));
    expect(details).toContain(
      'the writes would cost up to $12.35 a month and limits.maxMonthlyCost is 12.34, so none is made',
    );
    expect(costLimitNotice(cost, 12)).toEqual({
      kind: 'limit-exceeded',
      message:
        'the writes would cost up to $12.35 a month and limits.maxMonthlyCost is 12, so none is made. Check the plan first: if it is right, run once with --max-monthly-cost 13, or invoke check once with {"maxMonthlyCost":13}',
    });
  });

  test('holds all writes back if a part of the cost is not known, and names the way out', () => {
    const partly = { low: 1, high: 2, notEstimated: 1 };
    expect(limitCost(plan, partly, 100).writes).toEqual([]);
    expect(costLimitNotice(partly, 100)).toEqual({
      kind: 'limit-exceeded',
      message:
        'a part of the monthly cost of the writes is not known and limits.maxMonthlyCost is 100, so none is made. Add the missing prices or permissions (`macie-warden cost` lists them), or run once with --max-monthly-cost none, or invoke check once with {"maxMonthlyCost":"none"}',
    });
  });
});

test.each([
  [undefined, 5],
  [5, 5],
  [6, 'none' as const],
])('a run that was allowed %s in place of %s says nothing', (requested, limit) => {
  expect(raisedCostNotice(requested, limit)).toBeNull();
});

test.each([
  [6, 5, /allows \$5 a month .* and this run may add \$6, as/],
  ['none' as const, 5, /and this run has no such limit, as/],
])('a run that was allowed %s in place of %s says so', (requested, limit, message) => {
  expect(raisedCostNotice(requested, limit)).toEqual({ kind: 'limit-raised', message: expect.stringMatching(message) });
});
