import pMap from 'p-map';
import type { Assessment } from '../../core/compliance/assess.ts';
import { FOLLOW } from '../../core/compliance/follow-administrator.ts';
import { skipSettings } from '../../core/compliance/fresh-reading.ts';
import type { Plan, PlannedWrite } from '../../core/compliance/plan.ts';
import { groupOf } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetKey } from '../../core/target.ts';
import type { RunSignals } from '../run/request.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { kindOf, noteLead, noteOutcome, whyStopped, type WriteRecords } from './kinds.ts';
import { lanesOf, type Lane } from './lanes.ts';
import { newPace, type Pace } from './pace.ts';
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
  readonly kinds: WriteRecords;
  /** Every target of the plan, as it is by now. */
  readonly after: Assessment[];
}

/**
 * Sends the writes of a plan, several lanes at a time, and reads each back: every target, with what came of it. The first write of
 * each kind in a Region comes before the others of that kind. The signals stop further writes; a write that was sent is still read
 * back once.
 */
export async function applyPlan(
  { assessments, writes }: Plan,
  { accounts, deadline, cancel }: ApplyOptions,
  deps: ScanDeps,
): Promise<readonly Assessment[]> {
  const stop = AbortSignal.any([deadline, cancel].filter((one) => one !== undefined));
  const byTarget = Map.groupBy(writes, ({ target }) => targetKey(target));
  const progress = { done: 0, total: writes.length };
  const applying: Applying = { byTarget, accounts, stop, progress, kinds: new Map(), after: [...assessments] };
  const { first, others } = firstOfKinds(lanesOf(assessments, byTarget), applying);
  const concurrency = deps.limits.parallelWrites;
  await pMap(first, (lane) => applyLane(lane, applying, deps), { concurrency });
  await pMap(others, (lane) => applyLane(lane, applying, deps), { concurrency });
  return applying.after;
}

/** A lane with the first write of a kind, and the lanes that have to wait for it. A lane of an administrator waits for none. */
function firstOfKinds(
  lanes: readonly Lane[],
  { byTarget, after }: Pick<Applying, 'byTarget' | 'after'>,
): { readonly first: readonly Lane[]; readonly others: readonly Lane[] } {
  const seen = new Set<string>();
  const isFirst = new Map<Lane, boolean>();
  for (const lane of lanes) {
    const kinds = lane.indexes.flatMap((index) => writesOf(after[index], byTarget).map(kindOf));
    isFirst.set(lane, lane.administrator !== null || !kinds.some((kind) => seen.has(kind)));
    for (const kind of kinds) seen.add(kind);
  }
  return { first: lanes.filter((lane) => isFirst.get(lane)), others: lanes.filter((lane) => !isFirst.get(lane)) };
}

function writesOf(assessment: Assessment | undefined, byTarget: Applying['byTarget']): readonly PlannedWrite[] {
  return assessment === undefined ? [] : (byTarget.get(targetKey(assessment.target)) ?? []);
}

async function applyLane({ indexes }: Lane, applying: Applying, deps: ScanDeps): Promise<void> {
  const pace = newPace();
  for (const [turn, index] of indexes.entries()) {
    const assessment = applying.after[index];
    if (assessment) applying.after[index] = await applyToTarget(assessment, { ...applying, turn, pace }, deps);
  }
}

/** One write after the other: a later write of a target may need what an earlier one sets. */
async function applyToTarget(
  assessment: Assessment,
  applying: Applying & { readonly turn: number; readonly pace: Pace },
  deps: ScanDeps,
): Promise<Assessment> {
  const { byTarget, accounts, stop, progress, kinds, turn, pace } = applying;
  const account = accounts.get(assessment.target.accountId);
  if (!account) return assessment;
  let current = assessment;
  for (const planned of writesOf(assessment, byTarget)) {
    const { at } = planned.write;
    const writer = accounts.get(at ?? assessment.target.accountId) ?? account;
    const why = whyNotSent(planned, current, kinds);
    if (why === null && at !== undefined && turn > 0 && planned.write.kind !== FOLLOW)
      await deps.wait(pace.waitMs, stop);
    const detail = stop.aborted ? STOPPED : why;
    current =
      detail === null
        ? await repair(planned, { before: current, account, writer, stop, pace: at === undefined ? null : pace }, deps)
        : skipSettings(current, planned.settings, detail);
    if (detail === null) noteOutcome(kinds, planned, current);
    if (planned.changes !== undefined) noteLead(kinds, planned, current);
    progress.done++;
    deps.onProgress?.({ phase: 'writing', writes: { done: progress.done, total: progress.total } });
  }
  return readGroupsOfEnabled(current, { account, accounts, stop }, deps);
}

function whyNotSent(planned: PlannedWrite, { observations }: Assessment, kinds: WriteRecords): string | null {
  const session = observations[SESSION];
  const values = session?.kind === 'values' ? session.values : {};
  return whyStopped(kinds, planned) ?? groupOf(planned.write.group).whyNotYet?.(values) ?? null;
}
