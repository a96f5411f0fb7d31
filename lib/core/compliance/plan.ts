import { GROUPS } from '../settings/index.ts';
import { settingOf } from '../settings/registry.ts';
import { ADMINISTRATOR_ACTIONS } from '../settings/session.ts';
import { targetKey, type Target } from '../target.ts';
import type { Assessment } from './assess.ts';
import { skip, type Drift } from './drift.ts';
import { followAdministrators } from './follow-administrator.ts';
import type { PlannedWrite } from './planned-write.ts';

export type { PlannedWrite };

/** The writes of a run. Printing it is the dry run. */
export interface Plan {
  /** Every target, with the decisions of waivers and guard rails in its drifts. */
  readonly assessments: readonly Assessment[];
  /** In the order of the assessments. */
  readonly writes: readonly PlannedWrite[];
}

/** Chooses the writes: one for each settings group with a planned drift, only where the policy says `enforce`. */
export function planWrites(assessments: readonly Assessment[]): Plan {
  const writes = assessments.flatMap((assessment) => writesFor(assessment));
  return { assessments, writes: followAdministrators(writes, assessments) };
}

/** The writes that remove the planned drifts of a target, in the order of the groups: Macie is enabled before anything else. */
export function writesFor({
  target,
  policy,
  drifts,
  administration,
  observations,
}: Assessment): readonly PlannedWrite[] {
  if (policy.remediation !== 'enforce') return [];
  const planned = drifts.filter(({ outcome }) => outcome === 'planned');
  const byGroup = Map.groupBy(planned, ({ setting }) => settingOf(setting).group);
  return GROUPS.flatMap((group) => {
    const found = byGroup.get(group.id) ?? [];
    const read = observations[group.id];
    const facts = { ...target, administration, values: read?.kind === 'values' ? read.values : undefined };
    // What its administrator does for a target comes first: the account can set other values only while Macie is on.
    const calls = [found.filter(isOfAdministrator), found.filter((drift) => !isOfAdministrator(drift))];
    return calls
      .filter((actions) => actions.length > 0)
      .map((actions) => ({
        target,
        settings: actions.map(({ setting }) => setting),
        write: group.composeWrite(actions, policy.desired, facts),
      }));
  });
}

function isOfAdministrator({ action }: Drift): boolean {
  return ADMINISTRATOR_ACTIONS.has(action);
}

/** A setting of a target, and why nothing is written to it. */
export interface SkippedSetting extends Target {
  readonly setting: string;
  readonly detail: string;
}

/** The same plan without some of its repairs: their drifts are `skipped`, with why, and their writes are gone or smaller. */
export function skipWrites(plan: Plan, skipped: readonly SkippedSetting[]): Plan {
  if (skipped.length === 0) return plan;
  const byTarget = Map.groupBy(skipped, targetKey);
  return planWrites(
    plan.assessments.map((assessment) => {
      const found = byTarget.get(targetKey(assessment.target));
      return found
        ? { ...assessment, drifts: assessment.drifts.map((drift) => skipIfListed(drift, found)) }
        : assessment;
    }),
  );
}

function skipIfListed(drift: Drift, skipped: readonly SkippedSetting[]): Drift {
  const found = skipped.find(({ setting }) => setting === drift.setting);
  return found && drift.outcome === 'planned' ? skip(drift, found.detail) : drift;
}

/** The same plan without any of its writes. */
export function skipAllWrites(plan: Plan, detail: string): Plan {
  return skipWrites(
    plan,
    plan.writes.flatMap(({ target, settings }) => settings.map((setting) => ({ ...target, setting, detail }))),
  );
}
