import type { Assessment } from '../lib/core/compliance/assess.ts';
import { skip } from '../lib/core/compliance/drift.ts';
import { skipWrites, type SkippedSetting, type Plan, type PlannedWrite } from '../lib/core/compliance/plan.ts';
import { targetKey } from '../lib/core/target.ts';

interface Agreement {
  /** The plan on the screen. */
  readonly shown: Plan;
  readonly calledAs: string;
}

/**
 * The new plan without the writes that the plan on the screen did not have: a person agrees to what was shown. What has become
 * better since is not in the new plan. Pure.
 */
export function onlyShown(next: Plan, { shown, calledAs }: Agreement): Plan {
  const shownByTarget = Map.groupBy(shown.writes, ({ target }) => targetKey(target));
  const unseen = next.writes.filter(
    (planned) => !(shownByTarget.get(targetKey(planned.target)) ?? []).some((before) => covers(before, planned)),
  );
  const detail = `it became necessary after the plan was shown, so nobody has agreed to it: run \`${calledAs} apply\` again`;
  return skipWrites(
    next,
    unseen.flatMap((planned) => skippedSettings(planned, detail)),
  );
}

function skippedSettings({ target, settings }: PlannedWrite, detail: string): readonly SkippedSetting[] {
  return settings.map((setting) => ({ ...target, setting, detail }));
}

/** Did the person see every value that this write sets? A smaller write is covered; one that switches Macie on only by such a one. */
function covers({ write: shown }: PlannedWrite, { write: next }: PlannedWrite): boolean {
  if (shown.group !== next.group || (next.kind === 'enable' && shown.kind !== 'enable')) return false;
  return Object.entries(next.values).every(([setting, value]) => shown.values[setting] === value);
}

/** `apply` writes where the policy allows it. The rest is not left for a later run of the same command: the policy is the reason. */
export function withPolicyAsReason(assessments: readonly Assessment[]): readonly Assessment[] {
  return assessments.map((assessment) => ({
    ...assessment,
    drifts: assessment.drifts.map((drift) =>
      drift.outcome === 'planned' ? skip(drift, 'the remediation of the policy is report here') : drift,
    ),
  }));
}
