import pMap from 'p-map';
import type { Assessment } from '../../core/compliance/assess.ts';
import { skipSettings } from '../../core/compliance/fresh-reading.ts';
import type { Plan, PlannedWrite } from '../../core/compliance/plan.ts';
import { targetKey } from '../../core/target.ts';
import type { RunSignals } from '../run/request.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { repair, STOPPED } from './repair.ts';

export interface ApplyOptions extends RunSignals {
  /** By account id. */
  readonly accounts: ReadonlyMap<string, AccountAccess>;
}

/**
 * Sends the writes of a plan, several targets at a time, and reads each back: every target, with what came of it. Nothing that
 * one target meets stops another. The signals stop further writes; a write that was sent is still read back once.
 */
export async function applyPlan(
  { assessments, writes }: Plan,
  { accounts, deadline, cancel }: ApplyOptions,
  deps: ScanDeps,
): Promise<readonly Assessment[]> {
  const stop = AbortSignal.any([deadline, cancel].filter((one) => one !== undefined));
  const byTarget = Map.groupBy(writes, ({ target }) => targetKey(target));
  let done = 0;
  return pMap(
    assessments,
    async (assessment) => {
      const own = byTarget.get(targetKey(assessment.target)) ?? [];
      const account = accounts.get(assessment.target.accountId);
      if (own.length === 0 || !account) return assessment;
      const after = await applyToTarget(assessment, { writes: own, account, stop }, deps);
      done += own.length;
      deps.onProgress?.({ phase: 'writing', writes: { done, total: writes.length } });
      return after;
    },
    { concurrency: deps.limits.parallelWrites },
  );
}

interface TargetWrites {
  readonly writes: readonly PlannedWrite[];
  readonly account: AccountAccess;
  readonly stop: AbortSignal;
}

/** One write after the other: a later group of a target may need what an earlier one sets. */
async function applyToTarget(
  assessment: Assessment,
  { writes, account, stop }: TargetWrites,
  deps: ScanDeps,
): Promise<Assessment> {
  let current = assessment;
  for (const planned of writes) {
    current = stop.aborted
      ? skipSettings(current, planned.settings, STOPPED)
      : await repair(planned, { before: current, account, stop }, deps);
  }
  return current;
}
