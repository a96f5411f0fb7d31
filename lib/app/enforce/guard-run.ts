import { NOT_COOLING } from '../../core/guard-rails/cool-down.ts';
import { guardPlan, type GuardedPlan } from '../../core/guard-rails/guard.ts';
import { guardSettings } from '../../policy/run-settings.ts';
import { isCostAsked, pricingOf } from '../cost/planned-cost.ts';
import type { Planned } from '../scan/plan-run.ts';
import type { StoredStates } from '../run/stored-states.ts';

/** The writes that a run will make: none if it may only report, else those that the guard rails let through. Pure. */
export function guardRun(planned: Planned, { stored, now }: { stored: StoredStates; now: Date }): GuardedPlan {
  const { request, plan } = planned;
  if (request.ceiling === 'report')
    return { plan: { ...plan, writes: [] }, needed: 0, neededCost: null, limited: [], cooling: NOT_COOLING };
  const { state, unreadableKeys } = stored;
  return guardPlan(plan, {
    ledgers: state.ledgers,
    unreadableKeys,
    now,
    pricing: isCostAsked(request) ? pricingOf(planned) : null,
    settings: guardSettings(request.policy.policy, request),
  });
}
