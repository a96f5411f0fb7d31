import type { Assessment } from '../../core/compliance/assess.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Plan } from '../../core/compliance/plan.ts';
import { actionLimitNotice, limitActions } from '../../core/guard-rails/action-limit.ts';
import { groupOf } from '../../core/settings/registry.ts';
import { targetKey, type Target } from '../../core/target.ts';
import { targetNaming } from './target-names.ts';
import { plain } from './escape.ts';
import { countOf } from './sentence.ts';

export interface PlanFacts {
  readonly accountId: string;
  /** Where the policy was read. */
  readonly source: string;
  /** More writes than this, and none is made. */
  readonly maxActions: number;
}

/** The plan in words: each write, and why the other drifts are left alone. */
export function describePlan(plan: Plan, { accountId, source, maxActions }: PlanFacts): string {
  const limited = limitActions(plan, maxActions);
  const { writes, assessments } = limited;
  const name = targetNaming(assessments.map(({ target }) => target));
  const held = driftsWithoutWrite(limited);
  const isReport = held.some(({ drift }) => drift.outcome === 'planned');
  const limit = actionLimitNotice(plan.writes.length, maxActions);
  return [
    writes.length > 0
      ? `${countOf(writes.length, 'write')} to account ${accountId}:`
      : `Nothing to write: ${limit?.message ?? whyNothing(held, { assessments, source })}.`,
    ...writes.map(({ target, write }) => `  ${name(target)}  ${groupOf(write.group).describeWrite(write)}`),
    ...(held.length > 0 ? ['Left alone:'] : []),
    ...[...Map.groupBy(held, ({ drift }) => `${drift.setting}: ${whyHeld(drift)}`)].map(
      ([why, equal]) => `  ${equal.map(({ target }) => name(target)).join(', ')}  ${why}`,
    ),
    ...(isReport ? [`To repair there, set remediation: enforce in ${source}.`] : []),
  ]
    .map(plain)
    .join('\n');
}

function driftsWithoutWrite({ writes, assessments }: Plan): readonly { target: Target; drift: Drift }[] {
  const written = new Set(
    writes.flatMap(({ target, settings }) => settings.map((setting) => `${targetKey(target)} ${setting}`)),
  );
  return assessments.flatMap(({ target, drifts }) =>
    drifts.filter(({ setting }) => !written.has(`${targetKey(target)} ${setting}`)).map((drift) => ({ target, drift })),
  );
}

function whyHeld({ outcome, detail }: Drift): string {
  return outcome === 'planned' ? 'the remediation of the policy is report here' : (detail ?? outcome);
}

function whyNothing(
  held: readonly { drift: Drift }[],
  { assessments, source }: { assessments: readonly Assessment[]; source: string },
): string {
  // A waiver or a guard rail has its own reason in the list below.
  if (held.length > 0)
    return held.every(({ drift }) => drift.outcome === 'planned')
      ? `the remediation of ${source} is report`
      : 'nothing that was found may be repaired';
  const unread = assessments.filter(({ unknowns }) => unknowns.length > 0).length;
  return `no drift was found${unread > 0 ? `, but ${countOf(unread, 'target')} could not be read` : ''}`;
}
