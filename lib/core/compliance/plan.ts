import type { Assessment } from './assess.ts';
import { FREQUENCIES, type Desired, type Drift, type Frequency, type Remediation, type Write } from '../model.ts';
import type { Notice } from './report.ts';

export interface PlannedWrite {
  readonly assessment: Assessment;
  readonly write: Write;
}

export interface Plan {
  /** What will be written: empty unless the run may write. In the order of the assessments. */
  readonly writes: readonly PlannedWrite[];
  /** Every target, with the guard rails' decisions in its drifts. */
  readonly assessments: readonly Assessment[];
  readonly notices: readonly Notice[];
}

export interface PlanLimits {
  /** What the run may do at most: `report` writes nothing, whatever the policy says. */
  readonly ceiling: Remediation;
  readonly maxActions: number;
}

/**
 * Chooses the writes of a run: only where the policy says `enforce`, only if the run may, and all or none of them: more
 * than `maxActions` looks like a wrong policy, and a wrong policy must not rewrite an estate.
 */
export function plan(assessments: readonly Assessment[], { ceiling, maxActions }: PlanLimits): Plan {
  const wanted = assessments.flatMap((assessment) => {
    const write = assessment.policy.remediation === 'enforce' ? writeFor(assessment) : null;
    return write ? [{ assessment, write }] : [];
  });
  const isTooMuch = wanted.length > maxActions;
  const why = `${wanted.length} writes are needed and limits.maxActions is ${maxActions}, so none is made`;
  const notices: Notice[] = isTooMuch
    ? [
        {
          kind: 'limit-exceeded',
          message: `${why}. Look at the drift first: if the policy is right, raise limits.maxActions for one run`,
        },
      ]
    : [];
  if (ceiling === 'report') return { writes: [], assessments, notices };
  if (!isTooMuch) return { writes: wanted, assessments, notices };
  const held = new Set(wanted.map(({ assessment }) => assessment));
  return {
    writes: [],
    notices,
    assessments: assessments.map((one) => (held.has(one) ? skipPlanned(one, why) : one)),
  };
}

/** What a write sets: the default of AWS is documented inconsistently, so one is always sent. */
export function frequencyFor({ findingPublishingFrequency }: Desired): Frequency {
  return findingPublishingFrequency ?? FREQUENCIES[0];
}

/** The one write that would remove the planned drifts of a target, or null if there is none. */
export function writeFor({ drifts, policy }: Assessment): Write | null {
  const actions = new Set(drifts.filter(({ outcome }) => outcome === 'planned').map(({ action }) => action));
  const frequency = frequencyFor(policy.desired);
  if (actions.has('enable')) return { kind: 'enable', findingPublishingFrequency: frequency };
  if (!actions.has('resume') && !actions.has('set-frequency')) return null;
  return {
    kind: 'update',
    ...(actions.has('resume') ? { status: 'ENABLED' as const } : {}),
    ...(actions.has('set-frequency') ? { findingPublishingFrequency: frequency } : {}),
  };
}

/** The same plan with none of its writes, because somebody said no. */
export function declinePlan({ writes, assessments, notices }: Plan, why: string): Plan {
  const declined = new Set(writes.map(({ assessment }) => assessment));
  return {
    writes: [],
    notices,
    assessments: assessments.map((one) => (declined.has(one) ? skipPlanned(one, why) : one)),
  };
}

/** Marks what was planned for a target as held back, with why. */
export function skipPlanned(assessment: Assessment, detail: string): Assessment {
  const skip = (drift: Drift): Drift =>
    drift.outcome === 'planned' ? { ...drift, outcome: 'skipped', detail } : drift;
  return { ...assessment, drifts: assessment.drifts.map(skip) };
}
