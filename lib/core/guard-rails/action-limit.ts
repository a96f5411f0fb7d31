import { skipAllWrites, type Plan } from '../compliance/plan.ts';
import type { Notice } from '../compliance/report.ts';

/** The notice of a plan that needs too many writes; null if it does not. */
export function actionLimitNotice(needed: number, maxActions: number): Notice | null {
  if (needed <= maxActions) return null;
  return {
    kind: 'limit-exceeded',
    message: `${why(needed, maxActions)}. Check the drifts first: if the policy is right, as in a first roll-out, run once with --max-actions ${needed}, or invoke check once with {"maxActions":${needed}}`,
  };
}

/** The notice of a run that was allowed more writes than the policy says; null if it was not. */
export function raisedLimitNotice(requested: number | undefined, maxActions: number): Notice | null {
  if (requested === undefined || requested <= maxActions) return null;
  return {
    kind: 'limit-raised',
    message: `the policy allows ${maxActions} writes in a run (limits.maxActions), and this run may make ${requested}, as it was started with --max-actions or maxActions`,
  };
}

/** All writes or none: more than `maxActions` suggests a wrong policy, and a wrong policy must not rewrite an estate. */
export function limitActions(plan: Plan, maxActions: number): Plan {
  const { length } = plan.writes;
  return length <= maxActions ? plan : skipAllWrites(plan, why(length, maxActions));
}

function why(needed: number, maxActions: number): string {
  return `${needed} writes are needed and limits.maxActions is ${maxActions}, so none is made`;
}
