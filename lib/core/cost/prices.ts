import type { Lookup } from '../lookup.ts';

/** Gigabytes of a month up to a number, and the price of each in USD. The last tier has no end. */
export interface Tier {
  readonly upTo?: number | undefined;
  readonly price: number;
}

/** The prices of Macie in one Region, in USD. */
export interface Prices {
  /** One bucket for a month. */
  readonly bucketMonth: number;
  /** 100,000 objects that automated discovery monitors, for a month. */
  readonly objectsPer100k: number;
  /** The gigabytes that automated discovery analyses. */
  readonly perGB: readonly Tier[];
}

interface DatedPrices extends Prices {
  /** The month in which they were seen. */
  readonly asOf: string;
  /** Were they seen in a public source of that month, or are they only widely quoted? */
  readonly isConfirmed: boolean;
}

/** AWS publishes prices by its price list API alone, which needs credentials. A policy can give others. */
export const DEFAULT_PRICES: Readonly<Record<string, DatedPrices>> = {
  'eu-west-2': {
    bucketMonth: 0.1,
    objectsPer100k: 0.012,
    perGB: [{ upTo: 50_000, price: 1.25 }, { upTo: 500_000, price: 0.63 }, { price: 0.31 }],
    asOf: '2024-03',
    isConfirmed: true,
  },
  'us-east-1': {
    bucketMonth: 0.1,
    objectsPer100k: 0.01,
    perGB: [{ upTo: 50_000, price: 1 }, { upTo: 500_000, price: 0.5 }, { price: 0.25 }],
    asOf: '2026-11',
    isConfirmed: false,
  },
};

/** By Region, or `default` for every other Region. */
export type GivenPrices = Readonly<Record<string, Prices>>;

export interface FoundPrices {
  readonly prices: Prices;
  /** Where they come from, in words. */
  readonly origin: string;
}

/** The prices of a Region: those of the policy before those of this version. */
export function pricesOf(region: string, given: GivenPrices): Lookup<FoundPrices> {
  const key = [region, 'default'].find((one) => Object.hasOwn(given, one));
  const own = key === undefined ? undefined : given[key];
  if (own) return { kind: 'known', value: { prices: own, origin: `prices.${String(key)} of the policy` } };
  const dated = Object.hasOwn(DEFAULT_PRICES, region) ? DEFAULT_PRICES[region] : undefined;
  if (!dated) return { kind: 'unknown', why: `no price for ${region}; add prices.${region} to the policy` };
  const { asOf, isConfirmed, ...prices } = dated;
  const origin = `those of ${region} in this version, as of ${asOf}, ${isConfirmed ? 'confirmed then' : 'not confirmed'}`;
  return { kind: 'known', value: { prices, origin } };
}

/** The price of so many gigabytes: each tier for the part that is in it. */
export function tieredCost(gigabytes: number, tiers: readonly Tier[]): number {
  let cost = 0;
  let from = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, price } of tiers) {
    cost += Math.max(0, Math.min(gigabytes, upTo) - from) * price;
    from = upTo;
  }
  return cost;
}
