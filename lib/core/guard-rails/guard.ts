import { driftKey } from '../alerts/records.ts';
import { holdBack, type HeldBack, type Plan } from '../compliance/plan.ts';
import { targetKey } from '../target.ts';
import { limitActions } from './action-limit.ts';
import { coolDown, coolingOf, type Cooling } from './cool-down.ts';
import type { RepairLedger } from './repair-attempt.ts';
import { limitRepairs, type LimitedRepair } from './repair-limit.ts';

export interface GuardSettings {
  readonly maxActions: number;
  /** Repairs of one setting of one target within a day. */
  readonly maxRepairs: number;
  /** The least time between two repairs of one target, whatever their settings. */
  readonly coolDownMs: number;
}

export interface Guarding {
  readonly ledgers: readonly RepairLedger[];
  /** Keys of drifts and targets whose state a newer version wrote: their repairs cannot be counted here. */
  readonly unreadableKeys: readonly string[];
  readonly now: Date;
  readonly settings: GuardSettings;
}

/** A plan after the guard rails, and what they held back. Serialisable. */
export interface GuardedPlan {
  readonly plan: Plan;
  /** The writes that the other guard rails let through: those that `maxActions` was asked about. */
  readonly needed: number;
  readonly limited: readonly LimitedRepair[];
  readonly cooling: Cooling;
}

/** Holds back repairs: uncountable ones, those over the repair limit, those in cool-down; then all, if too many are left. */
export function guardPlan(plan: Plan, { ledgers, unreadableKeys, now, settings }: Guarding): GuardedPlan {
  const countable = holdBack(plan, uncountable(plan, new Set(unreadableKeys)));
  const limited = limitRepairs(countable, { ledgers, now, maxRepairs: settings.maxRepairs });
  const withinLimit = holdBack(countable, limited);
  const cooling = coolDown(withinLimit, { ledgers, now, coolDownMs: settings.coolDownMs });
  const cooled = holdBack(withinLimit, cooling);
  const needed = cooled.writes.length;
  return { plan: limitActions(cooled, settings.maxActions), needed, limited, cooling: coolingOf(cooling) };
}

function uncountable(plan: Plan, unreadable: ReadonlySet<string>): readonly HeldBack[] {
  const detail = 'a newer version of macie-warden counts its repairs';
  return plan.writes.flatMap(({ target, settings }) =>
    settings
      .filter((setting) => unreadable.has(targetKey(target)) || unreadable.has(driftKey({ ...target, setting })))
      .map((setting) => ({ ...target, setting, detail })),
  );
}
