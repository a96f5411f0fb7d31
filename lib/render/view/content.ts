import type { Alert } from '../../core/alerts/model.ts';
import type { State } from '../../core/alerts/records.ts';
import type { ArchiveOutcome } from '../../core/archive/place.ts';
import type { RunsOfPeriod } from '../../core/compliance/report.ts';

/** The alerts of a run, and the state after it. */
export interface Changes {
  readonly alerts: readonly Alert[];
  readonly state: State;
  /** A fact about the state itself that a reader must know; null when all is well. */
  readonly note: string | null;
  /** The address of the runbook of the organization; left out: that of this project. */
  readonly runbook?: string | undefined;
}

/** The state after a run, and the runs of the last week. */
export interface Digest extends RunsOfPeriod {
  readonly state: State;
}

/** What a message is about: the changes of a run, the digest of a week, or else the whole report. */
export interface MessageContent {
  readonly changes?: Changes | undefined;
  readonly digest?: Digest | undefined;
  /** What came of archiving the report of the run. */
  readonly archiving?: ArchiveOutcome | undefined;
}
