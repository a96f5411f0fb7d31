import type { CostLimit } from '../cost/model.ts';

/** The limits of the guard rails. */
export interface GuardSettings {
  readonly maxActions: number;
  readonly maxMonthlyCost: CostLimit;
  /** Repairs of one setting of one target within a day. */
  readonly maxRepairs: number;
  /** The least time between two repairs of one target, whatever their settings. */
  readonly coolDownMs: number;
}
