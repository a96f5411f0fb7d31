import type { Assessment } from '../../core/compliance/assess.ts';
import type { PlannedWrite } from '../../core/compliance/plan.ts';
import { targetKey } from '../../core/target.ts';
import { SECOND_MS } from '../../core/time.ts';

/** Between two writes of one administrator in one Region: more of them at a time are throttled. */
export const LANE_WAIT_MS = SECOND_MS;

/** Targets of one lane are written one after the other: those for which one administrator writes in one Region. */
export function laneOf(
  assessment: Assessment | undefined,
  byTarget: ReadonlyMap<string, readonly PlannedWrite[]>,
): string {
  if (!assessment) return '';
  const { target } = assessment;
  const key = targetKey(target);
  const at = byTarget.get(key)?.find(({ write }) => write.at !== undefined)?.write.at;
  return at === undefined ? key : `${at} writes in ${target.region}`;
}
