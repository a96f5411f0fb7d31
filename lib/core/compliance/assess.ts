import { actionFor } from '../actions.ts';
import { compare, type Difference } from './compare.ts';
import type { Drift, Observation, Session, Setting, Target, TargetPolicy, Waiver } from '../model.ts';

/** A target, what is wanted of it, what was seen of it, and what follows. */
export interface Assessment {
  readonly target: Target;
  readonly policy: TargetPolicy;
  readonly observation: Observation;
  readonly drifts: readonly Drift[];
  /** Desired settings that the answer did not show. */
  readonly unseen: readonly Setting[];
}

export interface Sighting {
  readonly target: Target;
  readonly policy: TargetPolicy;
  readonly observation: Observation;
}

/** Compares what was seen with what is desired and chooses an action for each drift. Decides nothing about writing. */
export function assess({ target, policy, observation }: Sighting): Assessment {
  if (observation.kind !== 'session') return { target, policy, observation, drifts: [], unseen: [] };
  const { session } = observation;
  const { differences, unseen } = compare(session, policy.desired);
  const drifts = differences.map((difference) => driftOf(difference, session, policy));
  return { target, policy, observation, drifts, unseen };
}

function driftOf(difference: Difference, session: Session, policy: TargetPolicy): Drift {
  const choice = actionFor(difference, session);
  const waiver = waiverFor(difference.setting, policy);
  const drift = { ...difference, ...choice, waiver };
  if (waiver) return { ...drift, outcome: 'skipped', detail: `waived until ${waiver.expires}` };
  return { ...drift, outcome: choice.action === 'manual' ? 'manual' : 'planned' };
}

function waiverFor(setting: Setting, { waivers }: TargetPolicy): Waiver | null {
  const found = waivers.find((waiver) => waiver.settings.includes(setting));
  return found ? { reason: found.reason, owner: found.owner, expires: found.expires } : null;
}
