import type { Target } from '../core/target.ts';

/** A target, with the facts on its account that rules can match. A rule never matches a fact that is left out. */
export interface PolicyTarget extends Target {
  /** Its name in the organization. */
  readonly accountName?: string | null;
  /** The ids of the root and of the organizational units above it. */
  readonly organizationalUnits?: readonly string[];
}
