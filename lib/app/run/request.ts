import type { ExpectedGroups } from '../../core/activity/expected-groups.ts';
import type { CostLimit } from '../../core/cost/model.ts';
import type { ExpectedState } from '../../core/activity/expected-state.ts';
import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Notice } from '../../core/compliance/report.ts';
import type { Remediation, Trigger } from '../../core/run.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';

/** One run: which targets to read, and what it may do. Serialisable. */
export interface RunRequest {
  readonly policy: LoadedPolicy;
  readonly trigger: Trigger;
  /** `report`: nothing is written, whatever the policy says. */
  readonly ceiling: Remediation;
  /** The most writes, for this run alone; that of the policy if left out. */
  readonly maxActions?: number | undefined;
  /** The most that the writes may cost a month, for this run alone; that of the policy if left out. */
  readonly maxMonthlyCost?: CostLimit | undefined;
  /** `status`: the status alone, from the lists of the Macie administrators. Left out: every setting, from each account. */
  readonly depth?: 'status' | undefined;
  /** Narrows the run. It never widens it. */
  readonly only?: {
    readonly accounts?: readonly string[] | undefined;
    readonly regions?: readonly string[] | undefined;
  };
  /** The Regions come from an event: they are read without asking AWS for its lists. */
  readonly areRegionsKnown?: boolean;
  /** By target key: readings are repeated until they show the expected state. */
  readonly expected?: Readonly<Record<string, ExpectedState>>;
  /** The same of the settings groups beside the session. */
  readonly expectedGroups?: ExpectedGroups;
  /** The calls that events reported. Left out: a run with new drifts looks them up in CloudTrail. */
  readonly calls?: readonly MacieCall[];
  /** Facts about how the run was started that a reader must know. */
  readonly notices?: readonly Notice[];
  /** `always`: publish even if nothing has changed. */
  readonly publish: 'changes' | 'always';
}

/** Ends a run early. */
export interface RunSignals {
  /** What is not done by then is reported as such; the run itself ends well. */
  readonly deadline?: AbortSignal;
  /** A person ends the run: what was not read by then was not reached, and nothing more is written. */
  readonly cancel?: AbortSignal;
}
