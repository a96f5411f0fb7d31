import type { Lookup } from '../lookup.ts';
import { DAY_MS } from '../time.ts';
import type { CostSetting, Estimate } from './model.ts';
import { roundMoney } from './money.ts';

/** The types of usage that Macie names, by the setting that causes them. */
const USAGE_TYPES: Readonly<Record<CostSetting, readonly string[]>> = {
  session: ['DATA_INVENTORY_EVALUATION'],
  automatedDiscovery: ['AUTOMATED_OBJECT_MONITORING', 'AUTOMATED_SENSITIVE_DATA_DISCOVERY'],
  classificationJobs: ['SENSITIVE_DATA_DISCOVERY'],
};

/** By type: the cost of the past 30 days, or why it is no number. */
export type UsageCosts = Readonly<Record<string, Lookup<number>>>;

/** The usage of one account in a Region, as Macie or its administrator has it. Times are ISO 8601; null: there was no trial. */
export interface AccountUsage {
  readonly costs: UsageCosts;
  readonly trialStart: string | null;
  readonly discoveryTrialStart: string | null;
}

/** A setting at the cost that Macie estimates; null: the answer has nothing on it. */
export function usageEstimate(setting: CostSetting, costs: UsageCosts): Estimate | null {
  const types = USAGE_TYPES[setting];
  if (types.every((type) => costs[type] === undefined)) return null;
  let sum = 0;
  for (const type of types) {
    const cost = costs[type] ?? { kind: 'unknown', why: 'the answer does not have it' };
    if (cost.kind === 'unknown') return { kind: 'not-estimated', why: `${type}: ${cost.why}` };
    sum += cost.value;
  }
  return { kind: 'estimated', source: 'usage', low: roundMoney(sum), high: roundMoney(sum) };
}

const TRIAL_DAYS = 30;

/** The days that are left of a free trial, a part of a day as one; null: it is not known when it began. */
export function trialDaysLeft(start: string | null, now: Date): number | null {
  const since = start === null ? Number.NaN : Date.parse(start);
  if (Number.isNaN(since)) return null;
  return Math.min(TRIAL_DAYS, Math.max(0, Math.ceil((since + TRIAL_DAYS * DAY_MS - now.getTime()) / DAY_MS)));
}
