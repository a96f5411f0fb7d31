import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { estimateCost, type EstimateFacts } from '../../../lib/core/cost/estimate.ts';
import type { CostItem } from '../../../lib/core/cost/model.ts';
import { pricesOf } from '../../../lib/core/cost/prices.ts';
import { sortCosts, sumCosts } from '../../../lib/core/cost/sum.ts';
import { TARGET } from '../values.ts';
import { counted, TB, UNCOUNTED } from './values.ts';

const prices = pricesOf('us-east-1', {});
type Given = Omit<EstimateFacts, 'isPossible'> & Partial<EstimateFacts>;
const estimateSession = (given: Given) => estimateCost('session', { isPossible: false, ...given });
const estimateDiscovery = (given: Given) => estimateCost('automatedDiscovery', { isPossible: false, ...given });
const noPrices = pricesOf('eu-west-1', {});

describe('the inventory of buckets', () => {
  test('costs the price of a bucket for each', () => {
    expect(estimateSession({ facts: counted({ buckets: 12 }), prices })).toEqual({
      kind: 'estimated',
      source: 'storage-metrics',
      prices: 'those of us-east-1 in this version, as of 2026-11, not confirmed',
      low: 1.2,
      high: 1.2,
    });
  });

  test('costs no more than that of 10,000 buckets', () => {
    expect(estimateSession({ facts: counted({ buckets: 10_001 }), prices })).toMatchObject({ high: 1000 });
  });

  test('is free where there is no bucket', () => {
    expect(estimateSession({ facts: counted({ buckets: 0 }), prices })).toMatchObject({ low: 0, high: 0 });
  });

  test('is not estimated without a count or a price', () => {
    expect(estimateSession({ facts: UNCOUNTED, prices })).toEqual({ kind: 'not-estimated', why: 'denied' });
    expect(estimateSession({ facts: counted(), prices: noPrices })).toEqual({
      kind: 'not-estimated',
      why: 'no price for eu-west-1; add prices.eu-west-1 to the policy',
    });
  });
});

describe('automated discovery', () => {
  const facts = counted({ objects: 2_000_000, bytes: 5 * TB });

  test('costs from monitoring alone to a gigabyte analysed for each terabyte', () => {
    expect(estimateDiscovery({ facts, prices, isPossible: false })).toMatchObject({ low: 0.2, high: 5.2 });
  });

  test('may cost nothing where it is only possible', () => {
    expect(estimateDiscovery({ facts, prices, isPossible: true })).toMatchObject({ low: 0, high: 5.2 });
  });

  test('is not estimated without counts or a price', () => {
    expect(estimateDiscovery({ facts: UNCOUNTED, prices, isPossible: true })).toEqual({
      kind: 'not-estimated',
      why: 'no metrics',
    });
    expect(estimateDiscovery({ facts, prices: noPrices, isPossible: true })).toMatchObject({ kind: 'not-estimated' });
  });

  test('low is never above high, and more never costs less', () => {
    const amount = fc.integer({ min: 0, max: 1e15 });
    fc.assert(
      fc.property(amount, amount, amount, (objects, bytes, more) => {
        const [some, others] = [bytes, bytes + more].map((count) =>
          estimateDiscovery({ facts: counted({ objects, bytes: count }), prices, isPossible: false }),
        );
        const [low, high, higher] = [Object(some).low, Object(some).high, Object(others).high];
        expect(low).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(higher);
      }),
    );
  });
});

describe('a sum', () => {
  const item = fc.record({
    accountId: fc.constantFrom('111122223333', '444455556666'),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
    setting: fc.constantFrom('session' as const, 'automatedDiscovery' as const, 'classificationJobs' as const),
    estimate: fc.oneof(
      fc.record({ kind: fc.constant('not-estimated' as const), why: fc.constant('denied') }),
      fc
        .nat(1_000_000)
        .map((low) => ({ kind: 'estimated' as const, source: 'usage' as const, low: low / 10_000, high: low / 5000 })),
    ),
  });

  test('does not depend on the order of its items', () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(sumCosts(items.toReversed())).toEqual(sumCosts(items));
      }),
    );
  });

  test('counts what is not in it, and is from its low to its high ends', () => {
    fc.assert(
      fc.property(fc.array(item), (items: readonly CostItem[]) => {
        const { low, high, notEstimated } = sumCosts(items);
        expect(low).toBeLessThanOrEqual(high);
        expect(notEstimated).toBe(items.filter(({ estimate }) => estimate.kind === 'not-estimated').length);
      }),
    );
  });

  test('its items are sorted by account, Region and setting', () => {
    const estimate = { kind: 'not-estimated' as const, why: 'denied' };
    const [a, b, c] = [
      { ...TARGET, setting: 'session' as const, estimate },
      { ...TARGET, setting: 'automatedDiscovery' as const, estimate },
      { ...TARGET, region: 'us-east-1', setting: 'session' as const, estimate },
    ];
    expect(sortCosts([c, b, a])).toEqual([a, b, c]);
  });
});
