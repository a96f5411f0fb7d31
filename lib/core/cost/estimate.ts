import type { Lookup } from '../lookup.ts';
import type { CostFacts, CostRange, Estimate, Storage, SwitchableSetting } from './model.ts';
import { roundMoney } from './money.ts';
import { tieredCost, type FoundPrices, type Prices } from './prices.ts';

/** AWS charges for so many buckets of an account and Region at most. https://docs.aws.amazon.com/macie/latest/user/account-mgmt-costs.html */
const MAX_BUCKETS = 10_000;
const OBJECTS_PER_PRICE = 100_000;

/** A guess: the free trial ends at 150 GB, which AWS relates to 150 TB of storage. */
const BYTES_PER_ANALYSED_GB = 2 ** 40;

export interface EstimateFacts {
  readonly facts: CostFacts;
  readonly prices: Lookup<FoundPrices>;
  /** It may stay off: AWS decides. */
  readonly isPossible: boolean;
}

/** What a setting of a target costs in a whole month, from the counts of the target. */
export function estimateCost(setting: SwitchableSetting, estimating: EstimateFacts): Estimate {
  const { facts, prices, isPossible } = estimating;
  const needed = setting === 'session' ? facts.buckets : facts.storage;
  if (needed.kind === 'unknown') return { kind: 'not-estimated', why: needed.why };
  if (prices.kind === 'unknown') return { kind: 'not-estimated', why: prices.why };
  const { low, high } =
    typeof needed.value === 'number'
      ? sessionCost(needed.value, prices.value.prices)
      : discoveryCost(needed.value, prices.value.prices);
  const { source } = facts;
  return {
    kind: 'estimated',
    source,
    prices: prices.value.origin,
    low: isPossible ? 0 : roundMoney(low),
    high: roundMoney(high),
  };
}

/** The inventory of buckets. */
function sessionCost(buckets: number, { bucketMonth }: Prices): CostRange {
  const cost = Math.min(buckets, MAX_BUCKETS) * bucketMonth;
  return { low: cost, high: cost };
}

/** At least every object is monitored; at most a gigabyte of each terabyte is analysed as well. */
function discoveryCost({ objects, bytes }: Storage, { objectsPer100k, perGB }: Prices): CostRange {
  const monitor = (objects / OBJECTS_PER_PRICE) * objectsPer100k;
  return { low: monitor, high: monitor + tieredCost(bytes / BYTES_PER_ANALYSED_GB, perGB) };
}
