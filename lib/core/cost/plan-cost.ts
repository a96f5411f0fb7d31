import type { Plan, PlannedWrite } from '../compliance/plan.ts';
import type { Observations } from '../observation.ts';
import { AUTO_ENABLE_DISCOVERY, DISCOVERY } from '../settings/automated-discovery.ts';
import { SESSION } from '../settings/session.ts';
import { targetKey, type Target } from '../target.ts';
import { assumptionsOf } from './assumptions.ts';
import { driversOf } from './drivers.ts';
import { estimateCost } from './estimate.ts';
import type { CostFacts, CostItem, Estimate, PlanCost, SwitchableSetting } from './model.ts';
import { pricesOf, type GivenPrices } from './prices.ts';
import { sortCosts, sumCosts } from './sum.ts';

/** A target in which a plan switches on something that is billed. */
export interface SwitchedOn {
  readonly target: Target;
  readonly certain: ReadonlySet<SwitchableSetting>;
  /** AWS may switch them on as well. */
  readonly possible: ReadonlySet<SwitchableSetting>;
  /** Does the call turn on automated discovery for every member of the account as well? */
  readonly isForMembers: boolean;
}

/** The targets of a plan whose writes are billed. */
export function switchedOn({ writes, assessments }: Plan): readonly SwitchedOn[] {
  const byTarget = new Map(assessments.map((assessment) => [targetKey(assessment.target), assessment]));
  const settingsByTarget = Map.groupBy(writes, ({ target }) => targetKey(target));
  return [...settingsByTarget].flatMap(([key, found]) => {
    const { target, drifts = [], observations = {} } = byTarget.get(key) ?? {};
    const isOn = isEnabled(observations);
    const written = new Set(found.flatMap(({ settings }) => settings));
    const drivers = drifts
      .filter(({ setting }) => written.has(setting))
      .map(({ action }) => driversOf(action, { isOn }));
    const isForMembers = found.some(turnsOnForMembers);
    const certain = new Set(drivers.flatMap((one) => one.certain));
    if (isForMembers) certain.add('automatedDiscovery');
    const possible = new Set(drivers.flatMap((one) => one.possible)).difference(certain);
    return target && certain.size + possible.size > 0 ? [{ target, certain, possible, isForMembers }] : [];
  });
}

/** An administrator sends the mode for its members with each call, and ALL includes those of now. */
function turnsOnForMembers({ write: { group, values } }: PlannedWrite): boolean {
  return group === DISCOVERY && values[AUTO_ENABLE_DISCOVERY] === 'ALL';
}

function isEnabled({ [SESSION]: session }: Observations): boolean {
  return session?.kind === 'values' && session.values['status'] === 'ENABLED';
}

/** By target key. */
export type FactsByTarget = ReadonlyMap<string, CostFacts>;

export interface Pricing {
  readonly facts: FactsByTarget;
  readonly prices: GivenPrices;
}

/** What the writes of a plan would add to the bill; null: none of them is billed. */
export function planCost(plan: Plan, { facts, prices }: Pricing): PlanCost | null {
  const targets = switchedOn(plan);
  if (targets.length === 0) return null;
  const items = sortCosts(
    targets.flatMap((one) => itemsOf(one, { facts: facts.get(targetKey(one.target)) ?? UNCOUNTED, prices })),
  );
  return { currency: 'USD', ...sumCosts(items), items, assumptions: assumptionsOf(items) };
}

const UNCOUNTED: CostFacts = {
  source: 'storage-metrics',
  buckets: { kind: 'unknown', why: 'its buckets were not counted' },
  storage: { kind: 'unknown', why: 'its objects were not counted' },
};

/** The members are no targets of this write, and nobody has counted their objects: to name the cost of the account alone would be wrong. */
const OF_MEMBERS: Estimate = {
  kind: 'not-estimated',
  why: 'the administrator turns it on for all of its members as well, and their objects were not counted',
};

function itemsOf(
  { target: { accountId, region }, certain, possible, isForMembers }: SwitchedOn,
  { facts, prices: given }: { readonly facts: CostFacts; readonly prices: GivenPrices },
): readonly CostItem[] {
  const prices = pricesOf(region, given);
  return [...certain, ...possible].map((setting) => {
    const isPossible = possible.has(setting);
    const estimate =
      isForMembers && setting === 'automatedDiscovery'
        ? OF_MEMBERS
        : estimateCost(setting, { facts, prices, isPossible });
    return { accountId, region, setting, estimate, ...(isPossible ? { isPossible } : {}) };
  });
}
