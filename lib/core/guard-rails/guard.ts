import { driftKey } from '../alerts/records.ts';
import { skipWrites, type SkippedSetting, type Plan } from '../compliance/plan.ts';
import { targetKey } from '../target.ts';
import type { CostSum } from '../cost/model.ts';
import { planCost, type Pricing } from '../cost/plan-cost.ts';
import { limitActions } from './action-limit.ts';
import { limitCost } from './cost-limit.ts';
import { coolDown, coolingOf, type Cooling } from './cool-down.ts';
import type { GuardSettings } from './guard-settings.ts';
import type { RepairLedger } from './repair-attempt.ts';
import { limitRepairs, type LimitedRepair } from './repair-limit.ts';

export interface GuardFacts {
  readonly ledgers: readonly RepairLedger[];
  /** Keys of drifts and targets whose state a newer version wrote: their repairs cannot be counted here. */
  readonly unreadableKeys: readonly string[];
  readonly now: Date;
  /** Null: the cost of the plan was not asked for. */
  readonly pricing: Pricing | null;
  readonly settings: GuardSettings;
}

/** A plan after the guard rails, and what they held back. Serialisable. */
export interface GuardedPlan {
  readonly plan: Plan;
  /** The writes that the other guard rails let through: those that `maxActions` was asked about. */
  readonly needed: number;
  /** What they add to the bill: `maxMonthlyCost` was asked about it. Null: nothing. */
  readonly neededCost: CostSum | null;
  readonly limited: readonly LimitedRepair[];
  readonly cooling: Cooling;
}

/** Holds back repairs: uncountable ones, those over the repair limit, those in cool-down; then all, if too many or too costly ones are left. */
export function guardPlan(plan: Plan, { ledgers, unreadableKeys, now, pricing, settings }: GuardFacts): GuardedPlan {
  const countable = skipWrites(plan, uncountable(plan, new Set(unreadableKeys)));
  const limited = limitRepairs(countable, { ledgers, now, maxRepairs: settings.maxRepairs });
  const withinLimit = skipWrites(countable, limited);
  const cooling = coolDown(withinLimit, { ledgers, now, coolDownMs: settings.coolDownMs });
  const cooled = skipWrites(withinLimit, cooling);
  const needed = cooled.writes.length;
  const neededCost = pricing && costOf(cooled, pricing);
  const affordable = limitCost(limitActions(cooled, settings.maxActions), neededCost, settings.maxMonthlyCost);
  return { plan: affordable, needed, neededCost, limited, cooling: coolingOf(cooling) };
}

function costOf(plan: Plan, pricing: Pricing): CostSum | null {
  const cost = planCost(plan, pricing);
  return cost && { low: cost.low, high: cost.high, notEstimated: cost.notEstimated };
}

function uncountable(plan: Plan, unreadable: ReadonlySet<string>): readonly SkippedSetting[] {
  const detail = 'a newer version of macie-warden counts its repairs';
  return plan.writes.flatMap(({ target, settings }) =>
    settings
      .filter((setting) => unreadable.has(targetKey(target)) || unreadable.has(driftKey({ ...target, setting })))
      .map((setting) => ({ ...target, setting, detail })),
  );
}
