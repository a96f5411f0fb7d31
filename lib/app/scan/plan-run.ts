import { assess, type Assessment } from '../../core/compliance/assess.ts';
import { actionLimitNotice, raisedLimitNotice } from '../../core/guard-rails/action-limit.ts';
import { planWrites, type Plan } from '../../core/compliance/plan.ts';
import type { Notice } from '../../core/compliance/report.ts';
import { expiredWaivers, resolve } from '../../policy/resolve.ts';
import { maxActionsOf } from '../../policy/run-settings.ts';
import { placeOf } from '../../targets/accounts.ts';
import type { Scan } from './scan-result.ts';
import type { RunRequest } from '../run/request.ts';

/** What a scan means: each target compared with its policy, and the writes that would repair it. Pure. */
export function planRun(scan: Scan, request: Pick<RunRequest, 'policy'>): Plan {
  return planWrites(assessTargets(scan, request));
}

type ReadTargets = Pick<Scan, 'startedAt' | 'accounts' | 'targets'>;

/** Each target compared with its policy. Pure. */
export function assessTargets(
  { startedAt, accounts: known, targets }: ReadTargets,
  { policy: { policy } }: Pick<RunRequest, 'policy'>,
): readonly Assessment[] {
  const at = new Date(startedAt);
  const accounts = new Map(known.map((account) => [account.accountId, account]));
  return targets.map(({ target, observations }) =>
    assess({ target, observations, policy: resolve(policy, placeOf(target, accounts.get(target.accountId)), at) }),
  );
}

/** What a reader must know of the policy and of the size of the plan. */
export function planNotices(
  plan: Plan,
  { scan, request }: { scan: Scan; request: Pick<RunRequest, 'policy' | 'maxActions'> },
): readonly Notice[] {
  const { policy } = request.policy;
  const tooLarge = actionLimitNotice(plan, maxActionsOf(policy, request));
  const raised = raisedLimitNotice(request.maxActions, policy.limits.maxActions);
  const expired = expiredWaivers(policy, new Date(scan.startedAt)).map(({ index, waiver }): Notice => ({
    kind: 'waiver-expired',
    message: `the waiver of ${waiver.owner} (${waiver.reason}), waivers[${index}], ended on ${waiver.expires} and waives nothing any more: renew it or take it out`,
  }));
  return [...expired, tooLarge, raised].filter((notice) => notice !== null);
}
