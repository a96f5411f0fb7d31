import type { Lookup } from '../lookup.ts';
import type { Observation } from '../observation.ts';
import { AUTO_ENABLE_DISCOVERY, DISCOVERY } from '../settings/automated-discovery.ts';
import type { Desired } from '../settings/desired.ts';
import { DISCOVERY_OF_MEMBERS } from '../settings/discovery-of-members.ts';
import type { Target } from '../target.ts';
import { estimateCost } from './estimate.ts';
import type { CostFacts, CostItem, CostSetting, Estimate } from './model.ts';
import { pricesOf, type GivenPrices } from './prices.ts';
import { trialDaysLeft, usageEstimate, type AccountUsage } from './usage.ts';

/** What is known of a target, and what its policy wants there. */
export interface TargetCost {
  readonly target: Target;
  readonly desired: Desired;
  readonly session: Observation;
  /** Null where Macie is not on: there is no usage to ask for. */
  readonly usage: Lookup<AccountUsage> | null;
  /** Null where nothing depends on the counts. */
  readonly facts: CostFacts | null;
}

/** The desired values that switch on automated discovery: of the account itself, or of all members of its administrator. */
const DISCOVERY_VALUES = [
  [DISCOVERY, 'ENABLED'],
  [DISCOVERY_OF_MEMBERS, 'ENABLED'],
  [AUTO_ENABLE_DISCOVERY, 'ALL'],
] as const;

function wantsDiscovery(desired: Desired): boolean {
  return DISCOVERY_VALUES.some(([setting, value]) => desired[setting] === value);
}

/** Do estimates need the counts of a target? Where Macie is on, only beside what its usage does not say. Pure. */
export function needsCounts({ desired, session, usage }: Omit<TargetCost, 'facts'>): boolean {
  if (session.kind !== 'values') return false;
  if (session.values['status'] !== 'ENABLED') return desired['status'] === 'ENABLED';
  if (usage?.kind !== 'known') return true;
  const { costs } = usage.value;
  return !isEstimated(usageEstimate('session', costs)) || (wantsDiscovery(desired) && isOff(costs));
}

/** What a target costs a month, or would cost under its policy. */
export function targetCosts(one: TargetCost, { prices, now }: { prices: GivenPrices; now: Date }): readonly CostItem[] {
  const { target, desired, session } = one;
  switch (session.kind) {
    case 'not-applicable':
      return [];
    case 'unknown':
      return [item(target, 'session', { kind: 'not-estimated', why: `${session.reason}: ${session.detail}` })];
    case 'values':
      if (session.values['status'] === 'ENABLED') return costsWhereOn(one, { prices, now });
      return desired['status'] === 'ENABLED' ? costsWhereOff(one, prices) : [];
  }
}

function costsWhereOff({ target, desired, facts }: TargetCost, given: GivenPrices): readonly CostItem[] {
  const estimating = { facts: facts ?? NOT_COUNTED, prices: pricesOf(target.region, given) };
  const isPossible = !wantsDiscovery(desired);
  const discovery = item(
    target,
    'automatedDiscovery',
    estimateCost('automatedDiscovery', { ...estimating, isPossible }),
  );
  return [
    item(target, 'session', estimateCost('session', { ...estimating, isPossible: false })),
    { ...discovery, ...(isPossible ? { isPossible } : {}) },
  ];
}

function costsWhereOn(
  { target, desired, usage, facts }: TargetCost,
  { prices: given, now }: { readonly prices: GivenPrices; readonly now: Date },
): readonly CostItem[] {
  const estimating = { facts: facts ?? NOT_COUNTED, prices: pricesOf(target.region, given), isPossible: false };
  const why = usage?.kind === 'unknown' ? usage.why : 'Macie’s answer has no usage of it';
  const costs = usage?.kind === 'known' ? usage.value.costs : {};
  const used = (setting: CostSetting): Estimate => usageEstimate(setting, costs) ?? { kind: 'not-estimated', why };
  const session = used('session');
  const discovery =
    wantsDiscovery(desired) && usage?.kind === 'known' && isOff(costs)
      ? estimateCost('automatedDiscovery', estimating)
      : used('automatedDiscovery');
  const { trialStart = null, discoveryTrialStart = null } = usage?.kind === 'known' ? usage.value : {};
  return [
    item(
      target,
      'session',
      isEstimated(session) ? session : either(estimateCost('session', estimating), session),
      trialDaysLeft(trialStart, now),
    ),
    item(target, 'automatedDiscovery', discovery, trialDaysLeft(discoveryTrialStart, now)),
    item(target, 'classificationJobs', used('classificationJobs')),
  ].filter(({ setting, estimate }) => setting === 'session' || !isNothing(estimate));
}

const NOT_COUNTED: CostFacts = {
  source: 'bucket-statistics',
  buckets: { kind: 'unknown', why: 'its buckets were not counted' },
  storage: { kind: 'unknown', why: 'its objects were not counted' },
};

/** Automated discovery that has cost nothing for 30 days is off, or has nothing to look at. */
function isOff(costs: AccountUsage['costs']): boolean {
  const used = usageEstimate('automatedDiscovery', costs);
  return used === null || isNothing(used);
}

function isNothing(estimate: Estimate): boolean {
  return estimate.kind === 'estimated' && estimate.high === 0;
}

function isEstimated(estimate: Estimate | null): boolean {
  return estimate?.kind === 'estimated';
}

/** The estimate from counts where there is one; else both reasons. */
function either(counted: Estimate, used: Estimate): Estimate {
  if (counted.kind === 'estimated' || used.kind === 'estimated') return counted;
  return { kind: 'not-estimated', why: `${used.why}; ${counted.why}` };
}

function item(target: Target, setting: CostSetting, estimate: Estimate, daysLeft: number | null = null): CostItem {
  const { accountId, region } = target;
  return { accountId, region, setting, estimate, ...(daysLeft === null ? {} : { trialDaysLeft: daysLeft }) };
}
