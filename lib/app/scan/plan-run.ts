import { assess, type Assessment } from '../../core/compliance/assess.ts';
import type { TargetPolicy } from '../../core/compliance/target-policy.ts';
import { actionLimitNotice, raisedLimitNotice } from '../../core/guard-rails/action-limit.ts';
import { costLimitNotice, raisedCostNotice } from '../../core/guard-rails/cost-limit.ts';
import type { CostSum } from '../../core/cost/model.ts';
import { planWrites, type Plan } from '../../core/compliance/plan.ts';
import type { Notice } from '../../core/compliance/report.ts';
import { expiredWaivers, resolve } from '../../policy/resolve.ts';
import { maxActionsOf, maxMonthlyCostOf } from '../../policy/run-settings.ts';
import { placeOf } from '../../targets/accounts.ts';
import type { Scan } from './scan-result.ts';
import type { RunRequest } from '../run/request.ts';

/** Compares each target of a scan with its policy, and plans the writes that repair it. Pure. */
export function planRun(scan: Scan, request: Pick<RunRequest, 'policy'>): Plan {
  return planWrites(assessTargets(scan, { request, settings: scan.scope.settings }));
}

interface Comparing {
  readonly request: Pick<RunRequest, 'policy'>;
  /** Those that the scan read; left out: all of them. */
  readonly settings: readonly string[] | undefined;
}

/** Each target compared with its policy. Pure. */
export function assessTargets(
  { startedAt, accounts: known, targets }: Pick<Scan, 'startedAt' | 'accounts' | 'targets'>,
  { request, settings }: Comparing,
): readonly Assessment[] {
  const { policy } = request.policy;
  const at = new Date(startedAt);
  const accounts = new Map(known.map((account) => [account.accountId, account]));
  return targets.map((scanned) => {
    const place = placeOf(scanned.target, accounts.get(scanned.target.accountId));
    return assess({ ...scanned, policy: narrowTo(settings, resolve(policy, place, at)) });
  });
}

function narrowTo(settings: readonly string[] | undefined, policy: TargetPolicy): TargetPolicy {
  if (settings === undefined) return policy;
  const desired = Object.entries(policy.desired).filter(([id]) => settings.includes(id));
  return { ...policy, desired: Object.fromEntries(desired) };
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
