import pMap from 'p-map';
import { AFTER_STATUS, isEnabled, type Assessment } from '../../core/compliance/assess.ts';
import { skipSettings } from '../../core/compliance/fresh-reading.ts';
import type { Plan, PlannedWrite } from '../../core/compliance/plan.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetKey } from '../../core/target.ts';
import type { RunSignals } from '../run/request.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { laneOf, LANE_WAIT_MS } from './lanes.ts';
import { readGroupsOfEnabled } from './read-enabled.ts';
import { repair, STOPPED } from './repair.ts';

export interface ApplyOptions extends RunSignals {
  /** By account id: the accounts of the targets, and the Macie administrators that write for them. */
  readonly accounts: ReadonlyMap<string, AccountAccess>;
}

interface Progress {
  done: number;
  readonly total: number;
}

interface Applying {
  readonly byTarget: ReadonlyMap<string, readonly PlannedWrite[]>;
  readonly accounts: ReadonlyMap<string, AccountAccess>;
  readonly stop: AbortSignal;
  readonly progress: Progress;
}

/**
 * Sends the writes of a plan, several lanes at a time, and reads each back: every target, with what came of it. Nothing that one
 * target meets stops another. The signals stop further writes; a write that was sent is still read back once.
 */
export async function applyPlan(
  { assessments, writes }: Plan,
  { accounts, deadline, cancel }: ApplyOptions,
  deps: ScanDeps,
): Promise<readonly Assessment[]> {
  const stop = AbortSignal.any([deadline, cancel].filter((one) => one !== undefined));
  const byTarget = Map.groupBy(writes, ({ target }) => targetKey(target));
  const applying = { byTarget, accounts, stop, progress: { done: 0, total: writes.length } };
  const lanes = [...Map.groupBy(assessments.keys(), (index) => laneOf(assessments[index], byTarget)).values()];
  const after = [...assessments];
  await pMap(
    lanes,
    async (lane) => {
      for (const [turn, index] of lane.entries()) {
        const assessment = assessments[index];
        if (assessment) after[index] = await applyToTarget(assessment, { ...applying, turn }, deps);
      }
    },
    { concurrency: deps.limits.parallelWrites },
  );
  return after;
}

/** One write after the other: a later write of a target may need what an earlier one sets. */
async function applyToTarget(
  assessment: Assessment,
  { byTarget, accounts, stop, progress, turn }: Applying & { readonly turn: number },
  deps: ScanDeps,
): Promise<Assessment> {
  const writes = byTarget.get(targetKey(assessment.target)) ?? [];
  const account = accounts.get(assessment.target.accountId);
  if (!account) return assessment;
  let current = assessment;
  for (const planned of writes) {
    const { at } = planned.write;
    const writer = accounts.get(at ?? assessment.target.accountId) ?? account;
    if (at !== undefined && turn > 0) await deps.wait(LANE_WAIT_MS, stop);
    const whyNot = reasonToSkip(planned, { current, stop });
    current =
      whyNot === null
        ? await repair(planned, { before: current, account, writer, stop }, deps)
        : skipSettings(current, planned.settings, whyNot);
    progress.done++;
    deps.onProgress?.({ phase: 'writing', writes: { done: progress.done, total: progress.total } });
  }
  return readGroupsOfEnabled(current, { account, accounts, stop }, deps);
}

function reasonToSkip(
  { write: { group } }: PlannedWrite,
  { current, stop }: { readonly current: Assessment; readonly stop: AbortSignal },
): string | null {
  if (stop.aborted) return STOPPED;
  return group === SESSION || isEnabled(current.observations[SESSION]) ? null : AFTER_STATUS;
}
