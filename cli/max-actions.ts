import type { Notice } from '../lib/core/compliance/report.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';

/** The policy with the action limit of one run, and the notice that says so. */
export function withMaxActions(
  loaded: LoadedPolicy,
  maxActions: number | undefined,
): { readonly policy: LoadedPolicy; readonly notices: readonly Notice[] } {
  const { policy } = loaded;
  const { limits } = policy;
  if (maxActions === undefined || maxActions === limits.maxActions) return { policy: loaded, notices: [] };
  const message = `--max-actions allows this run ${maxActions} writes; limits.maxActions of the policy is ${limits.maxActions}`;
  return {
    policy: { ...loaded, policy: { ...policy, limits: { ...limits, maxActions } } },
    notices: [{ kind: 'limit-changed', message }],
  };
}
