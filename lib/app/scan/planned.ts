import type { Plan } from '../../core/compliance/plan.ts';
import type { Scan } from './scan-result.ts';
import type { RunRequest } from '../run/request.ts';

/** A run as far as it is before any write: what was asked for, what was read, and what follows. Serialisable. */
export interface Planned {
  readonly request: RunRequest;
  readonly scan: Scan;
  readonly plan: Plan;
}
