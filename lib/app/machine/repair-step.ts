import type { Assessment } from '../../core/compliance/assess.ts';
import { WardenError } from '../../core/errors.ts';
import { skipWrites, type SkippedSetting, type Plan } from '../../core/compliance/plan.ts';
import { lifeEvents } from '../../core/history/life-events.ts';
import { applyPlan } from '../enforce/apply.ts';
import { guardRun } from '../enforce/guard-run.ts';
import { writersOf } from '../enforce/writers.ts';
import { keepLocked, lockAccounts, unlockAccounts } from '../run/lock.ts';
import { reportPlanned } from '../run/run-report.ts';
import { recordRepairs } from '../run/planned/run-steps.ts';
import { loadStates, saveStates } from '../run/stored-states.ts';
import type { OrganizationStore, StepDeps } from './deps.ts';
import { parseShardInput } from './events.ts';
import { joinShards, planJoined, type JoinedRun } from './join.ts';
import { readOutdated } from './read-outdated.ts';
import { requireGate, requirePlan } from './files/read-files.ts';
import { callsBehind, groupByAccount, reconcileAccounts } from './states/reconcile-accounts.ts';
import {
  FILE_VERSION,
  KEYS,
  type GateResult,
  type RepairResult,
  type RunPlan,
  type StoredAssessment,
} from './files/run-files.ts';
import type { ShardOutput } from './scan-step.ts';

/*
 * lock ── object exists? ── load ── read what is outdated ── guard ── save: attempts ── write, read back ── save: alerts ── object ── unlock
 *
 * A second delivery of the shard waits for the leases, and finds the object. A second attempt after a crash finds the recorded
 * attempts: it reads those accounts again, so that nothing is written twice, and reports what came of them.
 */

/** Makes the writes of one shard that the gate has approved, and reconciles the state of its accounts. */
export async function repairShard(event: unknown, deps: StepDeps): Promise<ShardOutput> {
  const { runId, shard, accounts } = parseShardInput(event);
  const { runObjects } = deps;
  const key = KEYS.repairs(runId, shard);
  if (await runObjects.exists(key)) return { shard };
  const plan = await requirePlan(runId, runObjects);
  const gate = await requireGate(runId, runObjects);
  const joined = await joinShards(plan, deps, new Set(accounts));
  const accountIds = [...joined.accounts.keys()];

  const store = await deps.openOrganizationStore();
  // Each delivery has a lease of its own, so that two at the same time exclude each other.
  const owner = `${runId}/${deps.newId()}`;
  const lock = await lockAccounts(accountIds, { store, owner }, deps);
  if (lock.kind !== 'locked') throw notLocked(lock);
  const { lost, stop } = keepLocked(accountIds, { store, owner }, deps);
  let asOf: string | null = null;
  try {
    if (await runObjects.exists(key)) return { shard };
    const { hasWaited } = lock;
    const repaired = await repairLocked({ plan, gate, joined, shard, store, lost, hasWaited }, deps);
    asOf = deps.now().toISOString();
    await runObjects.writeOnce(key, JSON.stringify(repaired));
  } finally {
    stop();
    await unlockAccounts(accountIds, { store, owner, asOf }, deps);
  }
  return { shard };
}

function notLocked(lock: { readonly kind: 'busy' } | { readonly kind: 'failed'; readonly why: string }): WardenError {
  const why =
    lock.kind === 'busy'
      ? 'another run held an account of this shard until the end of the step'
      : `the table of the state did not answer (${lock.why})`;
  return new WardenError(
    'state-unavailable',
    `${why}, so nothing was repaired. The state machine tries the step again`,
  );
}

interface LockedShard {
  readonly plan: RunPlan;
  readonly gate: GateResult;
  readonly joined: JoinedRun;
  readonly shard: number;
  readonly store: OrganizationStore;
  readonly lost: AbortSignal;
  readonly hasWaited: boolean;
}

async function repairLocked(locked: LockedShard, deps: StepDeps): Promise<RepairResult> {
  const { plan, gate, shard, store, lost } = locked;
  const { runId } = plan;
  const stored = await loadStates([...locked.joined.accounts.keys()], store);
  const { accounts, access } = await readOutdated(locked, stored, deps);
  const planned = planJoined({ plan, accounts, isLate: false });

  const approved = approvedOnly(planned.plan, gate);
  // The gate has counted and priced them with those of all other shards.
  const request = { ...planned.request, maxActions: approved.writes.length, maxMonthlyCost: 'none' as const };
  const guarded = guardRun({ ...planned, request, plan: approved }, { stored, now: deps.now() });
  const recorded = await recordRepairs(guarded.plan, { planned, stored, store }, deps);
  const writers = await writersOf(guarded.plan, access, { ...deps, policy: request.policy.policy });
  const stop = AbortSignal.any([deps.deadline, lost]);
  const assessments = await applyPlan(guarded.plan, { accounts: writers, deadline: stop }, deps);

  const report = reportPlanned(planned, { assessments, finishedAt: deps.now() });
  const startedAt = new Map([...accounts].map(([id, read]) => [id, read.startedAt]));
  const limited = [...gate.limited, ...guarded.limited];
  const { versions } = stored;
  // The last step compares the policy with that of the run before.
  const byAccount = groupByAccount(report, planned.scan);
  const reconciling = { planned, report, byAccount, limited, startedAt, versions, policyAccount: null };
  const ids = [...accounts.keys()];
  const calls = await callsBehind(ids, recorded.state, { ...reconciling, access: writers }, deps);
  const now = deps.now();
  const next = reconcileAccounts(ids, recorded.state, { ...reconciling, calls }, now);
  if (lost.aborted)
    throw new WardenError(
      'state-unavailable',
      'another run took the lease of an account of this shard. The state machine tries the step again',
    );
  await saveStates(recorded, next, store, lifeEvents(recorded.state, next, { report, now, versions }));
  const scans = [...accounts.values()].map(({ scan }) => scan);
  return { v: FILE_VERSION, runId, shard, scans, assessments: assessments.map(withoutPolicy) };
}

function withoutPolicy({ target, observations, membership, administration, ...follows }: Assessment): StoredAssessment {
  const { drifts, unknowns, actual } = follows;
  return { target, observations, membership, administration, drifts, unknowns, actual };
}

/** The plan without the writes that the gate has not counted. */
function approvedOnly(plan: Plan, { approved, skipped }: GateResult): Plan {
  const keyOf = ({ accountId, region, setting }: Omit<SkippedSetting, 'detail'>): string =>
    `${accountId} ${region} ${setting}`;
  const allowed = new Set(approved.map(keyOf));
  const details = new Map(skipped.map((one) => [keyOf(one), one.detail]));
  const late = 'it was seen after the limits of the run were checked, so it is left to the next run';
  const others = plan.writes
    .flatMap(({ target, settings }) => settings.map((setting) => ({ ...target, setting })))
    .filter((one) => !allowed.has(keyOf(one)));
  return skipWrites(
    plan,
    others.map((one) => ({ ...one, detail: details.get(keyOf(one)) ?? late })),
  );
}
