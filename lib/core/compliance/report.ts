import type { Audience } from '../alerts/audience.ts';
import type { PlanCost } from '../cost/model.ts';
import type { GroupValues, Reason, Unknown } from '../observation.ts';
import type { Remediation, Trigger } from '../run.ts';
import type { Drift } from './drift.ts';

export const VERDICTS = ['compliant', 'drifted', 'waived', 'unknown', 'not-applicable'] as const;
/** Of a target. */
export type Verdict = (typeof VERDICTS)[number];

/** The verdict of a run. Only these three: see `runVerdict`. */
export type RunVerdict = Extract<Verdict, 'compliant' | 'drifted' | 'unknown'>;

/** One target at the end of the run. A drift that was verified as repaired stays listed; the verdict is compliant. */
export interface Result {
  readonly accountId: string;
  /** Its alias or its name in the organization, where the run knows it. */
  readonly accountName?: string;
  readonly region: string;
  readonly verdict: Verdict;
  /** As last read; null when there was none to read. */
  readonly session: GroupValues | null;
  /** The actual value of each desired setting that was compared. */
  readonly settings: Readonly<Record<string, string | null>>;
  readonly drifts: readonly Drift[];
  readonly unknowns: readonly Unknown[];
  /** Of the first unknown; null without one. */
  readonly reason: Reason | null;
  /** Of the first unknown, or why the target is not applicable. */
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

/** Some accounts, and the counts of each of them. */
export interface AccountCounts {
  readonly accounts: readonly string[];
  readonly summary: Summary;
}

/** An organizational unit, and the counts of all accounts that are directly in it. */
export interface UnitCounts {
  /** Its id, after those of the root and of the units above it. */
  readonly path: readonly string[];
  readonly accounts: readonly string[];
  readonly summary: Summary;
}

/** A fact about the run as a whole that a reader must know to read it right. */
export interface Notice {
  readonly kind:
    | 'limit-exceeded'
    | 'limit-raised'
    | 'policy-warning'
    | 'remediation-capped'
    | 'regions-not-live'
    | 'regions-enabled-unknown'
    | 'administrator'
    | 'buckets-unknown'
    | 'waiver-expired'
    | 'state-unavailable'
    | 'deadline'
    | 'not-reached'
    | 'cancelled';
  readonly message: string;
}

/** The part of the policy that a run read. A partial run reports nothing on the rest. */
export interface Scope {
  readonly kind: 'full' | 'partial';
  /** The accounts that were read, sorted. */
  readonly accounts: readonly string[];
  /** The Regions to which the run was narrowed, sorted; null if it was not. */
  readonly regions: readonly string[] | null;
  /** The settings to which the run was narrowed; left out if it was not. */
  readonly settings?: readonly string[];
  readonly targets: number;
  /** The targets of the policy; null where the run did not ask AWS for the Regions. */
  readonly ofTargets: number | null;
}

/** Schema version 2. The contract is `report.schema.json`. Results are sorted by account, then Region. */
export interface Report {
  readonly schemaVersion: 2;
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly trigger: Trigger;
  readonly scope: Scope;
  readonly policy: {
    /** Where it was read: a path, `ssm:/name` or `s3://bucket/key`. */
    readonly source: string;
    readonly sha256: string;
    /** The remediation that this run was allowed, after every cap. */
    readonly remediation: Remediation;
  };
  readonly regions: {
    /** `policy`: listed there; `live`: asked of AWS; `committed`: the list that came with this version; `event`: named by it. */
    readonly source: 'policy' | 'live' | 'committed' | 'event';
    /** Regions that the policy excludes: not read, not counted. */
    readonly excluded: readonly string[];
  };
  readonly verdict: RunVerdict;
  readonly summary: Summary;
  /** Left out where no account is known to be in a unit. */
  readonly units?: readonly UnitCounts[];
  readonly notices: readonly Notice[];
  /** What the writes of the plan add to the bill; left out: nothing, or the run did not ask. */
  readonly cost?: PlanCost;
  readonly results: readonly Result[];
}

/** The runs of a period. */
export interface RunsOfPeriod {
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  /** Is a run recorded from before the period? Else the records may not cover all of it. */
  readonly hasEarlier: boolean;
}

/** The record of a run in the state, for the history. */
export interface RunRecord extends Pick<
  Report,
  'runId' | 'startedAt' | 'finishedAt' | 'trigger' | 'verdict' | 'summary'
> {
  readonly scope: Scope['kind'];
  /** Of each drift that ended with this run: how long it was open. */
  readonly repairMinutes: readonly number[];
  /** Whether anybody was subscribed to the topic; left out by a run that had nothing for it. */
  readonly audience?: Audience | undefined;
  /** Left out where no account is known to be in an organizational unit, and by earlier versions. */
  readonly units?: readonly UnitRecord[] | undefined;
  /** Left out by earlier versions. */
  readonly accounts?: readonly AccountCounts[] | undefined;
  /** By id: the names of accounts with anything but compliant targets, as far as they are known. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  readonly archive?: { readonly bucket: string; readonly region: string; readonly key: string } | undefined;
}

/** The counts of an organizational unit in the record of a run: `accounts` is how many are directly in it. */
export interface UnitRecord extends Pick<UnitCounts, 'path' | 'summary'> {
  readonly accounts: number;
}
