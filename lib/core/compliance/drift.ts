import type { Failure } from '../observation.ts';
import type { Waiver } from './waiver.ts';

/**
 * planned: to be written, if this run may write · applied: sent, not seen yet · verified: seen · failed: refused, or
 * sent with an unclear answer and not seen · skipped: a guard rail or a waiver prevents it · manual: never done by
 * macie-warden.
 */
export const OUTCOMES = ['planned', 'applied', 'verified', 'failed', 'skipped', 'manual'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A setting of a target whose actual value differs from the desired one. `actual` null: there is no such value. */
export interface Drift {
  readonly setting: string;
  readonly desired: string;
  readonly actual: string | null;
  /** An action of the setting, or `manual`. */
  readonly action: string;
  readonly outcome: Outcome;
  /** Why the write failed; null unless the outcome is `failed`. */
  readonly failure: Failure | null;
  /** Why the action is manual or skipped, or what was special about it; null where the outcome says it all. */
  readonly detail: string | null;
  readonly waiver: Waiver | null;
}

/** The same drift, not repaired in this run. */
export function skip(drift: Drift, detail: string): Drift {
  return { ...drift, outcome: 'skipped', detail };
}
