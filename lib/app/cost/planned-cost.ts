import type { PlanCost } from '../../core/cost/model.ts';
import { planCost, type Pricing } from '../../core/cost/plan-cost.ts';
import { targetKey } from '../../core/target.ts';
import type { RunRequest } from '../run/request.ts';
import type { Planned } from '../scan/plan-run.ts';

/** Counts cost calls, and GetMetricData costs money: they are made where the plan may be carried out, or a person looks at it. */
export function isCostAsked({ ceiling, trigger }: Pick<RunRequest, 'ceiling' | 'trigger'>): boolean {
  return ceiling === 'enforce' || trigger === 'command-line';
}

/** What the cost of a plan is computed from. Pure. */
export function pricingOf({ request, scan }: Pick<Planned, 'request' | 'scan'>): Pricing {
  const facts = scan.targets.flatMap(({ target, costFacts }) =>
    costFacts ? [[targetKey(target), costFacts] as const] : [],
  );
  return { facts: new Map(facts), prices: request.policy.policy.prices };
}

/** What the writes of a run add to the bill; null: nothing, or nobody asked. Pure. */
export function costOfPlanned(planned: Planned): PlanCost | null {
  return isCostAsked(planned.request) ? planCost(planned.plan, pricingOf(planned)) : null;
}
