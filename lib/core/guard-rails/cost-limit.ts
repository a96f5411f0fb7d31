import { skipAllWrites, type Plan } from '../compliance/plan.ts';
import type { Notice } from '../compliance/report.ts';
import type { CostLimit, CostSum } from '../cost/model.ts';
import { centsUp } from '../cost/money.ts';

/** The notice of a plan that costs too much, or nobody knows how much; null if it may be carried out. */
export function costLimitNotice(cost: CostSum | null, limit: CostLimit): Notice | null {
  const why = whyTooCostly(cost, limit);
  if (why === null || cost === null) return null;
  const next =
    cost.notEstimated > 0
      ? 'Add the missing prices or permissions (`macie-warden cost` lists them), or run once with --max-monthly-cost none, or invoke check once with {"maxMonthlyCost":"none"}'
      : `Check the plan first: if it is right, run once with --max-monthly-cost ${wholeDollars(cost)}, or invoke check once with {"maxMonthlyCost":${wholeDollars(cost)}}`;
  return { kind: 'limit-exceeded', message: `${why}. ${next}` };
}

/** The notice of a run that was allowed a higher cost than the policy says; null if it was not. */
export function raisedCostNotice(requested: CostLimit | undefined, limit: CostLimit): Notice | null {
  if (requested === undefined || limit === 'none') return null;
  if (requested !== 'none' && requested <= limit) return null;
  const allowed = requested === 'none' ? 'has no such limit' : `may add $${requested}`;
  return {
    kind: 'limit-raised',
    message: `the policy allows $${limit} a month (limits.maxMonthlyCost), and this run ${allowed}, as it was started with --max-monthly-cost or maxMonthlyCost`,
  };
}

/** All writes or none, as for `maxActions`. What cannot be estimated may cost anything: doubt stops the write. */
export function limitCost(plan: Plan, cost: CostSum | null, limit: CostLimit): Plan {
  const why = whyTooCostly(cost, limit);
  return why === null ? plan : skipAllWrites(plan, why);
}

function whyTooCostly(cost: CostSum | null, limit: CostLimit): string | null {
  if (cost === null || limit === 'none') return null;
  const { high, notEstimated } = cost;
  if (high > limit)
    return `the writes would cost up to $${centsUp(high).toFixed(2)} a month and limits.maxMonthlyCost is ${limit}, so none is made`;
  return notEstimated > 0
    ? `a part of the monthly cost of the writes is not known and limits.maxMonthlyCost is ${limit}, so none is made`
    : null;
}

function wholeDollars({ high }: CostSum): number {
  return Math.ceil(high);
}
