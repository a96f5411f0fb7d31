import type { Write } from '../settings/group.ts';
import type { Target } from '../target.ts';

/** One write to one settings group of a target, and the settings whose drifts it is to remove. */
export interface PlannedWrite {
  readonly target: Target;
  readonly settings: readonly string[];
  readonly write: Write;
  /** How many targets the one call changes, itself included; left out: its own alone. */
  readonly changes?: number;
}
