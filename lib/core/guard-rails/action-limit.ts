import { holdBackAll, type Plan } from '../compliance/plan.ts';
import type { Notice } from '../compliance/report.ts';

/** The notice of a plan that is too large; null if it is not. */
export function actionLimitNotice({ writes }: Plan, maxActions: number): Notice | null {
  if (writes.length <= maxActions) return null;
  return {
    kind: 'limit-exceeded',
    message: `${why(writes.length, maxActions)}. Read the drift first: if the policy is right, run \`warden apply --max-actions ${writes.length}\` once, or raise limits.maxActions`,
  };
}

/** All writes or none: more than `maxActions` looks like a wrong policy, and a wrong policy must not rewrite an estate. */
export function limitActions(plan: Plan, maxActions: number): Plan {
  const { length } = plan.writes;
  return length <= maxActions ? plan : holdBackAll(plan, why(length, maxActions));
}

function why(needed: number, maxActions: number): string {
  return `${needed} writes are needed and limits.maxActions is ${maxActions}, so none is made`;
}
