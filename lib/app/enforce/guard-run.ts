import type { Plan } from '../../core/compliance/plan.ts';
import { NOT_COOLING } from '../../core/guard-rails/cool-down.ts';
import { guardPlan, type GuardedPlan } from '../../core/guard-rails/guard.ts';
import { guardSettings } from '../../policy/run-settings.ts';
import type { RunRequest } from '../run/request.ts';
import type { StoredStates } from '../run/stored-states.ts';

/** The writes that a run will make: none if it may only report, else those that the guard rails let through. Pure. */
export function guardRun(
  plan: Plan,
  { request, stored, now }: { request: RunRequest; stored: StoredStates; now: Date },
): GuardedPlan {
  if (request.ceiling === 'report')
    return { plan: { ...plan, writes: [] }, needed: 0, limited: [], cooling: NOT_COOLING };
  const { state, unreadableKeys } = stored;
  return guardPlan(plan, {
    ledgers: state.ledgers,
    unreadableKeys,
    now,
    settings: guardSettings(request.policy.policy, request),
  });
}
