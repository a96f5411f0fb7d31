import type { Report, Scope, Notice } from '../../core/compliance/report.ts';
import type { CostFacts } from '../../core/cost/model.ts';
import type { Administration } from '../../core/organization/administration.ts';
import type { Failure, Membership, Observations } from '../../core/observation.ts';
import type { Target } from '../../core/target.ts';
import type { ScopedAccount } from '../../targets/accounts.ts';

/** The readings of one target. */
export interface ScannedTarget {
  readonly target: Target;
  readonly observations: Observations;
  /** Left out: nothing depends on it. */
  readonly membership?: Membership | undefined;
  /** Left out: the run cannot call a Macie administrator for it. */
  readonly administration?: Administration | undefined;
  /** Left out: the plan switches on nothing here that is billed. */
  readonly costFacts?: CostFacts | undefined;
}

/** What a scan has read of one account. Serialisable. */
export interface AccountScan {
  readonly account: ScopedAccount;
  readonly regions: Report['regions'];
  /** Of the whole policy: see `ScopeLookup`. */
  readonly ofTargets: number | null;
  readonly isWhole: boolean;
  readonly targets: readonly ScannedTarget[];
  readonly notices: readonly Notice[];
  /** Why the account was not read; null: it was. */
  readonly unreachable: Failure | null;
}

/** The readings of every target in scope. Serialisable; nothing was written. */
export interface Scan {
  readonly runId: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Sorted by id. */
  readonly accounts: readonly ScopedAccount[];
  readonly scope: Scope;
  readonly regions: Report['regions'];
  readonly targets: readonly ScannedTarget[];
  readonly notices: readonly Notice[];
}
