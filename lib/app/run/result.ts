import type { Alert } from '../../core/alerts/model.ts';
import type { State } from '../../core/alerts/records.ts';
import { NOT_ARCHIVED, type ArchiveOutcome } from '../../core/archive/place.ts';
import type { Report } from '../../core/compliance/report.ts';
import { NOT_COOLING, type Cooling } from '../../core/guard-rails/cool-down.ts';
import type { Delivery } from './deps.ts';

/**
 * Could the run use its state? `stored`: yes. `none`: there is no table. `unavailable`: the table failed, so nothing was repaired
 * and everything was reported. `busy`: another run held the account all the time.
 */
export type StateUse = 'stored' | 'none' | 'unavailable' | 'busy';

export interface RunResult {
  readonly report: Report;
  readonly stateUse: StateUse;
  /** A notice on the state itself for readers; null if there is none. */
  readonly stateNote: string | null;
  /** So many items of the state this version cannot read: drifts of their targets are neither announced nor repaired. */
  readonly itemsLeftAlone: number;
  /** The state after the run; null where it is not known. */
  readonly state: State | null;
  /** What the run published or would have, worst first; null where there is no state to compare with. */
  readonly alerts: readonly Alert[] | null;
  readonly published: boolean;
  readonly failures: Delivery['failures'];
  readonly audience: Delivery['audience'];
  /** Alerts that a channel refused for too long. */
  readonly givenUp?: Delivery['givenUp'];
  readonly cooling: Cooling;
  readonly archiving: ArchiveOutcome;
}

export const QUIET: Pick<
  RunResult,
  'published' | 'failures' | 'audience' | 'cooling' | 'stateNote' | 'itemsLeftAlone' | 'archiving'
> = {
  published: false,
  failures: [],
  audience: null,
  cooling: NOT_COOLING,
  stateNote: null,
  itemsLeftAlone: 0,
  archiving: NOT_ARCHIVED,
};
