import type { Lookup } from '../lookup.ts';
import type { Target } from '../target.ts';

/** `session`: the inventory of buckets. `automatedDiscovery`: monitored objects and analysed gigabytes. */
export const COST_SETTINGS = ['session', 'automatedDiscovery', 'classificationJobs'] as const;
export type CostSetting = (typeof COST_SETTINGS)[number];
/** Those that a write can switch on. */
export type SwitchableSetting = Exclude<CostSetting, 'classificationJobs'>;

/** From the least to the most, in USD a month. */
export interface CostRange {
  readonly low: number;
  readonly high: number;
}

/** USD a month; `none`: no limit. */
export type CostLimit = number | 'none';

/** The source of an estimate: Macie's own usage, its count of buckets, or the metrics of S3 in CloudWatch. */
export type CostSource = 'usage' | 'bucket-statistics' | 'storage-metrics';

/** Of one setting of a target. What cannot be read is never 0. */
export type Estimate =
  | ({
      readonly kind: 'estimated';
      readonly source: CostSource;
      /** Where its prices come from; left out: Macie has priced it. */
      readonly prices?: string;
    } & CostRange)
  | { readonly kind: 'not-estimated'; readonly why: string };

export interface CostItem extends Target {
  readonly setting: CostSetting;
  readonly estimate: Estimate;
  /** Does AWS decide whether it is switched on with the session? */
  readonly isPossible?: true;
  /** Full days and the rest of one; left out: not known. */
  readonly trialDaysLeft?: number;
}

/** The counts of a target from which costs are estimated. Serialisable. */
export interface CostFacts {
  readonly source: Exclude<CostSource, 'usage'>;
  readonly buckets: Lookup<number>;
  readonly storage: Lookup<Storage>;
}

/** What automated discovery would look at. */
export interface Storage {
  readonly objects: number;
  readonly bytes: number;
}

/** Items, and their sum. `notEstimated`: so many of them are not in it. */
export interface CostSum extends CostRange {
  readonly notEstimated: number;
}

/** What the writes of a plan would add to the bill, in USD a month. */
export interface PlanCost extends CostSum {
  readonly currency: 'USD';
  readonly items: readonly CostItem[];
  /** In sentences. */
  readonly assumptions: readonly string[];
}

/** What the targets of a policy cost a month, or would cost. The contract of `macie-warden cost --format json`. */
export interface CostReport extends PlanCost {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly policy: { readonly source: string; readonly sha256: string };
  /** By account id; an account without a name is left out. */
  readonly accountNames: Readonly<Record<string, string>>;
}
