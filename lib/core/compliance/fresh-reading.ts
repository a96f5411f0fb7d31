import type { Observation } from '../observation.ts';
import { SETTINGS } from '../settings/index.ts';
import { compareSettings } from '../settings/registry.ts';
import { assess, type Assessment } from './assess.ts';
import { skip, type Drift } from './drift.ts';
import { writesFor, type PlannedWrite } from './plan.ts';

/** A target right before a write, and the write that it still needs. */
export interface FreshTarget {
  readonly assessment: Assessment;
  readonly planned: PlannedWrite | null;
}

/**
 * Plans a write anew with a reading of its group made right before it. What somebody has repaired meanwhile is left alone and not
 * claimed; a value that is better than the desired one is not written over; a group that cannot be read is not written.
 */
export function withFreshReading(
  before: Assessment,
  { settings, write: { group } }: PlannedWrite,
  observation: Observation,
): FreshTarget {
  const now = assess({ ...before, observations: { ...before.observations, [group]: observation } });
  if (observation.kind !== 'values') {
    const detail = 'it could not be read right before the write, so nothing was written';
    return { assessment: { ...now, drifts: skipSettings(before, settings, detail).drifts }, planned: null };
  }
  const ofGroup = new Set(SETTINGS.filter((one) => one.group === group).map(({ id }) => id));
  const drifts = [
    ...before.drifts.filter(({ setting }) => !ofGroup.has(setting)),
    ...now.drifts
      .filter(({ setting }) => ofGroup.has(setting))
      .map((drift) => (settings.includes(drift.setting) ? drift : outsideWrite(drift, before))),
  ];
  const assessment = { ...now, drifts: drifts.toSorted((a, b) => compareSettings(a.setting, b.setting)) };
  return { assessment, planned: writesFor(assessment).find((one) => one.write.group === group) ?? null };
}

/** The same target with some of its planned repairs skipped. */
export function skipSettings(assessment: Assessment, settings: readonly string[], detail: string): Assessment {
  const drifts = assessment.drifts.map((drift) =>
    settings.includes(drift.setting) && drift.outcome === 'planned' ? skip(drift, detail) : drift,
  );
  return { ...assessment, drifts };
}

/** A drift that the write was not to remove keeps its outcome; a new one is left to the next run. */
function outsideWrite(drift: Drift, { drifts }: Assessment): Drift {
  const known = drifts.find(({ setting, actual }) => setting === drift.setting && actual === drift.actual);
  if (known) return known;
  return drift.outcome === 'planned' ? skip(drift, 'seen right before the write: left to the next run') : drift;
}
