import type { Drift, Reason, Remediation, Session, Trigger, Verdict } from '../model.ts';

/** The verdict of a run. Only these three: see `runVerdict`. */
export type RunVerdict = 'compliant' | 'drifted' | 'unknown';

/** One target at the end of the run. A drift that was verified as repaired stays listed; the verdict is compliant. */
export interface Result {
  readonly accountId: string;
  readonly region: string;
  readonly verdict: Verdict;
  /** As last read; null when there was none to read. */
  readonly session: Session | null;
  readonly drifts: readonly Drift[];
  readonly reason: Reason | null;
  readonly detail: string | null;
}

export interface Summary {
  readonly targets: number;
  readonly compliant: number;
  readonly drifted: number;
  readonly waived: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

/** Something about the run as a whole that a reader must know to read it right. */
export interface Notice {
  readonly kind:
    | 'limit-exceeded'
    | 'remediation-capped'
    | 'regions-not-live'
    | 'regions-enabled-unknown'
    | 'waiver-expired'
    | 'deadline'
    | 'cancelled';
  readonly message: string;
}

/** Schema version 1. The contract is `report.schema.json`. Results are sorted by account, then Region. */
export interface Report {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly trigger: Trigger;
  readonly policy: {
    /** Where it was read: a path, `ssm:/name` or `s3://bucket/key`. */
    readonly source: string;
    readonly sha256: string;
    /** What this run was allowed to do, after every cap. */
    readonly remediation: Remediation;
  };
  readonly regions: {
    /** `policy`: listed there; `live`: asked of AWS; `committed`: the list that came with this version; `event`: named by it. */
    readonly source: 'policy' | 'live' | 'committed' | 'event';
    /** Regions that the policy excludes: not looked at, not counted. */
    readonly excluded: readonly string[];
  };
  readonly verdict: RunVerdict;
  readonly summary: Summary;
  readonly notices: readonly Notice[];
  readonly results: readonly Result[];
}

/** What is kept of a run, for looking back. */
export interface RunRecord extends Pick<
  Report,
  'runId' | 'startedAt' | 'finishedAt' | 'trigger' | 'verdict' | 'summary'
> {
  /** Of each drift that ended with this run: how long it was open. */
  readonly repairMinutes: readonly number[];
}
