import { describe, expect, test } from '@jest/globals';
import type { CostItem, PlanCost } from '../../../lib/core/cost/model.ts';
import { sumCosts } from '../../../lib/core/cost/sum.ts';
import {
  dearestText,
  dollarText,
  notEstimatedTexts,
  planCostNotes,
  planCostText,
  rangeText,
} from '../../../lib/render/words/cost-words.ts';

const item = (region: string, [low, high]: readonly [number, number], over: Partial<CostItem> = {}): CostItem => ({
  accountId: '111122223333',
  region,
  setting: 'session',
  estimate: { kind: 'estimated', source: 'storage-metrics', low, high },
  ...over,
});
const failed = (region: string, why: string, over: Partial<CostItem> = {}): CostItem =>
  item(region, [0, 0], { estimate: { kind: 'not-estimated', why }, ...over });
const planOf = (...items: readonly CostItem[]): PlanCost => ({
  currency: 'USD',
  ...sumCosts(items),
  items,
  assumptions: ['A whole month.'],
});
const name = ({ region }: { readonly region: string }): string => region;

test.each([
  [0, '$0.00'],
  [0.0001, 'under $0.01'],
  [1.5, '$1.50'],
  [12_345.678, '$12345.68'],
])('%d dollars are %s', (amount, text) => {
  expect(dollarText(amount)).toBe(text);
});

test('the upper end of a range is rounded up, and one amount is no range', () => {
  expect(rangeText({ low: 1, high: 4.101 })).toBe('$1.00 to $4.11');
  expect(rangeText({ low: 1.201, high: 1.201 })).toBe('$1.20');
});

describe('the cost of a plan', () => {
  const discovery = item('us-east-1', [0, 3.1], { setting: 'automatedDiscovery', isPossible: true });

  test('is a range', () => {
    expect(planCostText(planOf(item('us-east-1', [1, 1]), discovery))).toBe(
      'The plan adds $1.00 to $4.10 a month to the bill of Macie',
    );
  });

  test('says how many parts are not in it', () => {
    expect(planCostText(planOf(item('us-east-1', [1, 1]), failed('eu-west-1', 'denied')))).toBe(
      'The plan adds at least $1.00 a month to the bill of Macie, and 1 of its 2 parts are not estimated',
    );
  });

  test('is no amount where nothing is estimated', () => {
    const text = planCostText(planOf(failed('eu-west-1', 'denied')));
    expect(text).toBe('The plan adds to the monthly bill of Macie, and the amount is not estimated');
    expect(text).not.toContain('$');
  });

  test('has the dearest targets first, and counts the others', () => {
    const items = [item('a', [1, 1]), item('b', [5, 5]), item('c', [2, 3]), { ...discovery, region: 'a' }];
    expect(dearestText(items, { name, most: 2 })).toEqual([
      'b: bucket inventory $5.00',
      'a: bucket inventory $1.00, automated discovery up to $3.10, if AWS switches it on',
      'and 1 more target',
    ]);
    expect(dearestText([failed('a', 'denied')], { name })).toEqual([]);
  });

  test('has each reason once, with its places', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((region) => failed(region, 'denied'));
    const other = failed('a', 'no metrics', { setting: 'automatedDiscovery' });
    expect(notEstimatedTexts([...many, other], { name })).toEqual([
      'Not estimated: bucket inventory in a, b, c, d, e and 1 more: denied',
      'Not estimated: automated discovery in a: no metrics',
    ]);
    expect(notEstimatedTexts([...many, other], { name, most: 1 }).at(-1)).toBe(
      'Not estimated: more, for 1 other reason',
    );
  });

  test('is a few notes, with the assumptions for a reader who has the time', () => {
    const cost = planOf(item('us-east-1', [1, 1]), failed('eu-west-1', 'denied'));
    const notes = planCostNotes(cost, { name, withAssumptions: true });
    expect(notes).toEqual([
      'The plan adds at least $1.00 a month to the bill of Macie, and 1 of its 2 parts are not estimated. us-east-1: bucket inventory $1.00',
      'Not estimated: bucket inventory in eu-west-1: denied',
      'Assumptions of the cost: A whole month.',
    ]);
    expect(planCostNotes(cost, { name, withAssumptions: false })).toEqual(notes.slice(0, 2));
    expect(planCostNotes(planOf(failed('a', 'denied')), { name, withAssumptions: true })).toHaveLength(2);
    expect(planCostNotes(undefined, { name, withAssumptions: true })).toEqual([]);
  });
});
