import { holdBackAll, type Plan } from '../compliance/plan.ts';
import type { Notice } from '../compliance/report.ts';

/** The notice of a plan that is too large; null if it is not. */
export function actionLimitNotice({ writes }: Plan, maxActions: number): Notice | null {
  if (writes.length <= maxActions) return null;
  return {
    kind: 'limit-exceeded',
    message: `${why(writes.length, maxActions)}. Check the drifts first: if the policy is right, as in a first roll-out, run once with --max-actions ${writes.length}, or invoke check once with {"maxActions":${writes.length}}`,
  };
}

/** The notice of a run that was allowed more writes than the policy says; null if it was not. */
export function raisedLimitNotice(requested: number | undefined, maxActions: number): Notice | null {
  if (requested === undefined || requested <= maxActions) return null;
  return {
    kind: 'limit-raised',
    message: `limits.maxActions of the policy is ${maxActions}, and ${requested} for this run, as it was started with --max-actions or maxActions`,
  };
}

/** All writes or none: more than `maxActions` suggests a wrong policy, and a wrong policy must not rewrite an estate. */
export function limitActions(plan: Plan, maxActions: number): Plan {
  const { length } = plan.writes;
  return length <= maxActions ? plan : holdBackAll(plan, why(length, maxActions));
}

function why(needed: number, maxActions: number): string {
  return `${needed} writes are needed and limits.maxActions is ${maxActions}, so none is made`;
}
