import { centsUp } from '../../core/cost/money.ts';
import type { CostItem, CostRange, CostSetting, CostSum, PlanCost } from '../../core/cost/model.ts';
import { targetKey, type Target } from '../../core/target.ts';
import { countOf } from './sentence.ts';

const SETTING_WORDS: Readonly<Record<CostSetting, string>> = {
  session: 'bucket inventory',
  automatedDiscovery: 'automated discovery',
  classificationJobs: 'classification jobs',
};

/** Such as `$1.20`. An amount under a cent is not shown as nothing. */
export function dollarText(amount: number): string {
  return amount > 0 && amount < 0.005 ? 'under $0.01' : `$${amount.toFixed(2)}`;
}

/** Such as `$1.20` or `$1.20 to $4.10`. */
export function rangeText({ low, high }: CostRange): string {
  return low === high ? dollarText(low) : `${dollarText(low)} to ${dollarText(centsUp(high))}`;
}

/** Names of targets, as the rest of the text has them. */
export type TargetName = (target: Target) => string;

/** The cost of a plan in a sentence, such as `The plan adds $1.20 to $4.10 a month to the bill of Macie`. */
export function planCostText(cost: CostSum & Pick<PlanCost, 'items'>): string {
  const { notEstimated, items } = cost;
  if (notEstimated === items.length)
    return 'The plan adds to the monthly bill of Macie, and the amount is not estimated';
  if (notEstimated === 0) return `The plan adds ${rangeText(cost)} a month to the bill of Macie`;
  const parts = `${notEstimated} of its ${items.length} parts are not estimated`;
  return `The plan adds at least ${dollarText(cost.low)} a month to the bill of Macie, and ${parts}`;
}

const MAX_TARGETS = 5;
const MAX_REASONS = 3;

export interface Naming {
  readonly name: TargetName;
  /** How many are shown; all, if left out. */
  readonly most?: number;
}

/** The targets of a plan with their cost, the dearest first, such as `us-east-1: bucket inventory $1.20`. */
export function dearestText(items: readonly CostItem[], { name, most = Infinity }: Naming): readonly string[] {
  const priced = items.filter(({ estimate }) => estimate.kind === 'estimated');
  const groups = [...Map.groupBy(priced, targetKey).values()].toSorted((a, b) => highOf(b) - highOf(a));
  const shown = groups.slice(0, most).map((group) => {
    const [first] = group;
    return `${first ? name(first) : ''}: ${group.map(itemText).join(', ')}`;
  });
  const left = groups.length - shown.length;
  return left > 0 ? [...shown, `and ${countOf(left, 'more target')}`] : shown;
}

function highOf(items: readonly CostItem[]): number {
  return items.reduce((sum, { estimate }) => sum + (estimate.kind === 'estimated' ? estimate.high : 0), 0);
}

function itemText({ setting, estimate, isPossible }: CostItem): string {
  if (estimate.kind === 'not-estimated') return `${SETTING_WORDS[setting]} not estimated`;
  return isPossible
    ? `${SETTING_WORDS[setting]} up to ${dollarText(centsUp(estimate.high))}, if AWS switches it on`
    : `${SETTING_WORDS[setting]} ${rangeText(estimate)}`;
}

/** Each reason once, with its places: `Not estimated: bucket inventory in eu-west-1: no price for …`. */
export function notEstimatedTexts(items: readonly CostItem[], { name, most = Infinity }: Naming): readonly string[] {
  const failed = items.flatMap(({ estimate, ...item }) =>
    estimate.kind === 'not-estimated' ? [{ ...item, why: estimate.why }] : [],
  );
  const groups = [...Map.groupBy(failed, ({ why }) => why)];
  const shown = groups.slice(0, most).map(([why, found]) => {
    const settings = [...new Set(found.map(({ setting }) => SETTING_WORDS[setting]))].join(' and ');
    const places = [...new Set(found.map(name))];
    const rest = places.length - MAX_TARGETS;
    const more = rest > 0 ? ` and ${rest} more` : '';
    return `Not estimated: ${settings} in ${places.slice(0, MAX_TARGETS).join(', ')}${more}: ${why}`;
  });
  const left = groups.length - shown.length;
  return left > 0 ? [...shown, `Not estimated: more, for ${countOf(left, 'other reason')}`] : shown;
}

/** The cost of a plan in a few sentences, for a message. `withAssumptions`: for a reader who has the time. */
export function planCostNotes(
  cost: PlanCost | undefined,
  { name, withAssumptions }: { readonly name: TargetName; readonly withAssumptions: boolean },
): readonly string[] {
  if (cost === undefined) return [];
  const dearest = dearestText(cost.items, { name, most: MAX_TARGETS });
  return [
    [planCostText(cost), ...(dearest.length === 0 ? [] : [dearest.join('; ')])].join('. '),
    ...notEstimatedTexts(cost.items, { name, most: MAX_REASONS }),
    ...(withAssumptions && dearest.length > 0 ? [`Assumptions of the cost: ${cost.assumptions.join(' ')}`] : []),
  ];
}
