import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_PRICES, pricesOf, tieredCost, type Tier } from '../../../lib/core/cost/prices.ts';

const OWN = { bucketMonth: 0.2, objectsPer100k: 0.02, perGB: [{ price: 2 }] };
const OTHER = { ...OWN, bucketMonth: 0.3 };

describe('the prices of a Region', () => {
  test('are those of the policy for it', () => {
    expect(pricesOf('eu-west-2', { default: OTHER, 'eu-west-2': OWN })).toEqual({
      kind: 'known',
      value: { prices: OWN, origin: 'prices.eu-west-2 of the policy' },
    });
  });

  test('else those of the policy for every Region, even where this version has some', () => {
    expect(pricesOf('eu-west-2', { default: OTHER })).toMatchObject({
      value: { prices: OTHER, origin: 'prices.default of the policy' },
    });
  });

  test('else the dated ones of this version, confirmed or not', () => {
    const { asOf, isConfirmed, ...prices } = DEFAULT_PRICES['eu-west-2'] ?? {};
    expect([asOf, isConfirmed]).toEqual(['2024-03', true]);
    expect(pricesOf('eu-west-2', {})).toEqual({
      kind: 'known',
      value: { prices, origin: 'those of eu-west-2 in this version, as of 2024-03, confirmed then' },
    });
    expect(pricesOf('us-east-1', {})).toMatchObject({ value: { origin: expect.stringMatching(/not confirmed$/) } });
  });

  test.each(['eu-west-1', 'toString'])('else not known: %s', (region) => {
    expect(pricesOf(region, {})).toEqual({
      kind: 'unknown',
      why: `no price for ${region}; add prices.${region} to the policy`,
    });
  });
});

const TIERS = [{ upTo: 50, price: 1 }, { upTo: 500, price: 0.5 }, { price: 0.25 }];

describe('the price of gigabytes', () => {
  test.each([
    [0, 0],
    [50, 50],
    [51, 50.5],
    [500, 275],
    [504, 276],
  ])('%d of them cost %d', (gigabytes, cost) => {
    expect(tieredCost(gigabytes, TIERS)).toBeCloseTo(cost, 9);
  });

  const tiers = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }),
    )
    .map(([ends, prices]): Tier[] => [
      ...ends.toSorted((a, b) => a - b).map((upTo, index) => ({ upTo, price: prices[index] ?? 0 })),
      { price: prices[4] ?? 0 },
    ]);
  const amount = fc.integer({ min: 0, max: 20_000 });

  test('more of them never cost less', () => {
    fc.assert(
      fc.property(tiers, amount, amount, (some, a, b) => {
        expect(tieredCost(Math.max(a, b), some)).toBeGreaterThanOrEqual(tieredCost(Math.min(a, b), some));
      }),
    );
  });

  test('it is between that of the lowest and that of the highest price', () => {
    fc.assert(
      fc.property(tiers, amount, (some, gigabytes) => {
        const prices = some.map(({ price }) => price);
        const cost = tieredCost(gigabytes, some);
        expect(cost).toBeGreaterThanOrEqual(Math.min(...prices) * gigabytes);
        expect(cost).toBeLessThanOrEqual(Math.max(...prices) * gigabytes);
      }),
    );
  });

  test('a tier split in two with the same price changes nothing', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 49 }), (gigabytes, upTo) => {
        expect(tieredCost(gigabytes, [{ upTo, price: 1 }, ...TIERS])).toBe(tieredCost(gigabytes, TIERS));
      }),
    );
  });
});
