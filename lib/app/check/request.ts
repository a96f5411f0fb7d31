import type { Remediation } from '../../core/run.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import type { RunRequest } from '../run/request.ts';
import { cappedNotice, ceilingOf } from './ceiling.ts';
import type { CheckEvent } from './check-event.ts';
import { requestedScope } from './requested-scope.ts';

/** The run that an event of `check` asks for. `deployed`: the ceiling of the stack. Throws a WardenError for a scope outside the policy. */
export function requestOf(event: CheckEvent, policy: LoadedPolicy, deployed: Remediation): RunRequest {
  return {
    policy,
    trigger: event.trigger,
    ceiling: ceilingOf(event.remediation, { policy, deployed }),
    maxActions: event.maxActions,
    maxMonthlyCost: event.maxMonthlyCost,
    depth: event.depth,
    only: requestedScope(event, policy),
    notices: cappedNotice(policy, deployed),
    publish: policy.policy.notify === 'always' ? 'always' : 'changes',
  };
}
