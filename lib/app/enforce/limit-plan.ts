import { limitActions } from '../../core/guard-rails/action-limit.ts';
import { limitCost } from '../../core/guard-rails/cost-limit.ts';
import type { Plan } from '../../core/compliance/plan.ts';
import { maxActionsOf, maxMonthlyCostOf } from '../../policy/run-settings.ts';
import { costOfPlanned } from '../cost/planned-cost.ts';
import type { Planned } from '../scan/plan-run.ts';

/** The plan if its writes are few and cheap enough, or else without any of them. For runs without a state. Pure. */
export function limitPlan(planned: Planned): Plan {
  const { request, plan } = planned;
  const { policy } = request.policy;
  const limited = limitActions(plan, maxActionsOf(policy, request));
  return limitCost(limited, costOfPlanned(planned), maxMonthlyCostOf(policy, request));
}
