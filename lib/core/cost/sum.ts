import { compareTargets } from '../order.ts';
import { COST_SETTINGS, type CostItem, type CostSum } from './model.ts';
import { roundMoney } from './money.ts';

export function sumCosts(items: readonly CostItem[]): CostSum {
  const ranges = items.flatMap(({ estimate }) => (estimate.kind === 'estimated' ? [estimate] : []));
  return {
    low: roundMoney(ranges.reduce((sum, { low }) => sum + low, 0)),
    high: roundMoney(ranges.reduce((sum, { high }) => sum + high, 0)),
    notEstimated: items.length - ranges.length,
  };
}

/** By account, Region and setting. */
export function sortCosts(items: readonly CostItem[]): readonly CostItem[] {
  const rank = ({ setting }: CostItem): number => COST_SETTINGS.indexOf(setting);
  return items.toSorted((a, b) => compareTargets(a, b) || rank(a) - rank(b));
}
