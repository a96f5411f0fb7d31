import { actionLimitNotice, raisedLimitNotice } from '../../core/guard-rails/action-limit.ts';
import { costLimitNotice, raisedCostNotice } from '../../core/guard-rails/cost-limit.ts';
import type { CostSum } from '../../core/cost/model.ts';
import { planWrites, type Plan } from '../../core/compliance/plan.ts';
import type { Notice } from '../../core/compliance/report.ts';
import { expiredWaivers } from '../../policy/resolve.ts';
import { maxActionsOf, maxMonthlyCostOf } from '../../policy/run-settings.ts';
import { assessTargets } from './assess-targets.ts';
import type { Scan } from './scan-result.ts';
import type { RunRequest } from '../run/request.ts';

/** A run as far as it is before any write: what was asked for, what was read, and what follows. Serialisable. */
export interface Planned {
  readonly request: RunRequest;
  readonly scan: Scan;
  readonly plan: Plan;
}

/** Compares each target of a scan with its policy, and plans the writes that repair it. Pure. */
export function planRun(scan: Scan, request: Pick<RunRequest, 'policy'>): Plan {
  return planWrites(assessTargets(scan, { request, settings: scan.scope.settings }));
}

/** The notices on the policy and on the writes that a run needs. */
export function planNotices(
  { needed, neededCost }: { readonly needed: number; readonly neededCost: CostSum | null },
  { scan, request }: { scan: Scan; request: Pick<RunRequest, 'policy' | 'maxActions' | 'maxMonthlyCost'> },
): readonly Notice[] {
  const { policy } = request.policy;
  const tooLarge = actionLimitNotice(needed, maxActionsOf(policy, request));
  const raised = raisedLimitNotice(request.maxActions, policy.limits.maxActions);
  const tooCostly = costLimitNotice(neededCost, maxMonthlyCostOf(policy, request));
  const raisedCost = raisedCostNotice(request.maxMonthlyCost, policy.limits.maxMonthlyCost ?? 'none');
  const expired = expiredWaivers(policy, new Date(scan.startedAt)).map(({ index, waiver }): Notice => ({
    kind: 'waiver-expired',
    message: `the waiver of ${waiver.owner} (${waiver.reason}), waivers[${index}], ended on ${waiver.expires} and waives nothing any more: renew it or take it out`,
  }));
  return [...expired, tooLarge, raised, tooCostly, raisedCost].filter((notice) => notice !== null);
}
