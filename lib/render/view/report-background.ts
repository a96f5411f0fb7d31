import type { State } from '../../core/alerts/records.ts';
import type { SeverityRule } from '../../core/alerts/severity.ts';
import type { RunRecord } from '../../core/compliance/report.ts';

/** A value that the policy wants, and the targets that it is for, in words: `every target`, `eu-* of 111122223333`. */
export interface DesiredLine {
  readonly where: string;
  readonly setting: string;
  readonly desired: string;
}

/** The facts that a page or an archived file shows beside the run itself. Each is null or empty where it is not known. */
export interface ReportBackground {
  /** The runs of the last 90 days, oldest first; the last one can be this run. */
  readonly runs: readonly RunRecord[];
  /** After the run: since when each drift is open, and the call that made it. */
  readonly state: State | null;
  readonly desired: readonly DesiredLine[] | null;
  /** The ARN of the identity that ran it. */
  readonly identity: string | null;
  /** By id: names of organizational units, as far as they are known. */
  readonly unitNames: ReadonlyMap<string, string>;
  /** The rules of the policy by which drifts and unknowns are rated, as its alerts are. */
  readonly severityRules: readonly SeverityRule[];
}

export const NO_BACKGROUND: ReportBackground = {
  runs: [],
  state: null,
  desired: null,
  identity: null,
  unitNames: new Map(),
  severityRules: [],
};
