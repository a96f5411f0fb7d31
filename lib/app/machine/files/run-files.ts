import type { Assessment } from '../../../core/compliance/assess.ts';
import type { SkippedSetting } from '../../../core/compliance/plan.ts';
import type { CostSum } from '../../../core/cost/model.ts';
import type { Cooling } from '../../../core/guard-rails/cool-down.ts';
import type { LimitedRepair } from '../../../core/guard-rails/repair-limit.ts';
import type { Target } from '../../../core/target.ts';
import type { ScopedAccount } from '../../../targets/accounts.ts';
import type { RunRequest } from '../../run/request.ts';
import type { AccountScan } from '../../scan/scan-result.ts';

/* The objects of one run. Each is written once and never changed. */

/** The version of the objects. One of a newer version is left alone. */
export const FILE_VERSION = 1;

interface RunFile {
  readonly v: typeof FILE_VERSION;
  readonly runId: string;
}

export interface PlannedAccount {
  readonly account: ScopedAccount;
  /** Why it is not read; null: it is. */
  readonly notApplicable: string | null;
  readonly shard: number;
}

/** Every account of a run, before the first of them is read, and what was asked for. */
export interface RunPlan extends RunFile {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly request: RunRequest;
  /** Send the weekly digest as well. */
  readonly digest: boolean;
  readonly accounts: readonly PlannedAccount[];
  readonly leftOutAccounts: number;
  /** By id: names of organizational units, for people who read the report. Conclude may not ask for them. */
  readonly unitNames?: Readonly<Record<string, string>> | undefined;
}

/** What was read of the accounts of one shard. */
export interface ShardResult extends RunFile {
  readonly shard: number;
  readonly startedAt: string;
  /** The time of the step was over before everything was read. */
  readonly isLate: boolean;
  readonly scans: readonly AccountScan[];
}

/** A setting of a target that the run may write. */
export interface ApprovedWrite extends Target {
  readonly setting: string;
  /** The account that writes: the one of the target, or its Macie administrator. */
  readonly writer: string;
}

/** Which repairs of the run are made, and why the others are not. */
export interface GateResult extends RunFile {
  readonly approved: readonly ApprovedWrite[];
  /** How many writes `limits.maxActions` was asked about. */
  readonly needed: number;
  /** What they add to the bill: `limits.maxMonthlyCost` was asked about it. */
  readonly neededCost?: CostSum | null | undefined;
  readonly skipped: readonly SkippedSetting[];
  readonly limited: readonly LimitedRepair[];
  readonly cooling: Cooling;
}

/** An assessment without its policy, which follows from the policy of the plan. */
export type StoredAssessment = Omit<Assessment, 'policy'>;

/** What came of the repairs of the accounts of one shard. Their state is reconciled. */
export interface RepairResult extends RunFile {
  readonly shard: number;
  readonly scans: readonly AccountScan[];
  readonly assessments: readonly StoredAssessment[];
}

/** An item of the arrays that the Map states read. The accounts are there for people who look at the execution. */
export interface ShardItem {
  readonly runId: string;
  readonly shard: number;
  readonly accounts: readonly string[];
}

export const KEYS = {
  plan: (runId: string): string => `runs/${runId}/plan.json`,
  scan: (runId: string): string => `runs/${runId}/scan.json`,
  shard: (runId: string, shard: number): string => `runs/${runId}/shards/${shard}.json`,
  gate: (runId: string): string => `runs/${runId}/gate.json`,
  repair: (runId: string): string => `runs/${runId}/repair.json`,
  repairs: (runId: string, shard: number): string => `runs/${runId}/repairs/${shard}.json`,
};
