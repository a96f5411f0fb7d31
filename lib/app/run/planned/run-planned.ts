import { lifeEvents } from '../../../core/history/life-events.ts';
import { compareText } from '../../../core/order.ts';
import { applyPlan } from '../../enforce/apply.ts';
import { guardRun } from '../../enforce/guard-run.ts';
import { writersOf } from '../../enforce/writers.ts';
import { prepareDelivery } from '../../notify/deliver.ts';
import type { RunFacts } from '../../notify/reconcile-run.ts';
import type { AccountAccess } from '../../scan/deps.ts';
import { planRun, type Planned } from '../../scan/plan-run.ts';
import { scanTargets, type ScanOrder } from '../../scan/scan.ts';
import { attempt } from '../attempt.ts';
import type { RunDeps, StateStore } from '../deps.ts';
import { keepLocked, lockAccounts, unlockAccounts } from '../lock.ts';
import type { RunResult } from '../result.ts';
import { reportPlanned } from '../run-report.ts';
import { accessById } from '../run-accounts.ts';
import { isOutdated, loadStates, saveStates, type StoredStates } from '../stored-states.ts';
import { quietRun } from './quiet-run.ts';
import { archiveQuiet, deliverAndSave, reconcileWithCallers, recordRepairs, recordRun } from './run-steps.ts';
import { publishUnsaved, runWhileBusy, runWithoutTable, runWithStateUnavailable } from './run-without-state.ts';

/*
 * One message per run, nothing lost, nothing repeated, and no write that is not counted. All that a run does to an account
 * happens under one lease:
 *
 *   lock ───── load ── guard ── save: recorded ──── write, ──── reconcile ── save: records, ──── publish ──── save: alerts ──── unlock
 *   (lease)                     attempts            read back                with their                       delivered
 *     │                           │                   │                      alerts │                          │              │
 *   crash here: nothing has     here: the next run sees what              here: the next run finds     here: sent     here: the lease
 *   changed; the next run, once came of the recorded attempt,             the alerts pending, and      once more,     expires
 *   the lease has expired, sees and reports it                            sends them                   same ids
 *   the same drift
 *
 * A second run that meets the lease waits for it, scans again, and has nothing to add.
 */

interface PlannedRun {
  readonly order: ScanOrder;
  /** The state as it was during the scan; null: it could not be read. */
  readonly early: StoredStates | null;
}

/** What follows from a scan: repairs, alerts, a message, a record. */
export async function runPlanned(planned: Planned, { order, early }: PlannedRun, deps: RunDeps): Promise<RunResult> {
  const { openState } = deps;
  if (openState === null) return runWithoutTable(planned, await accessById(order), deps);
  const store = await openState();
  const quiet = quietRun(planned, early, deps.now());
  const result = quiet
    ? await archiveQuiet(quiet, { request: order.request, store }, deps)
    : await runUnderLock(planned, { order, store }, deps);
  await recordRun(result, store, deps);
  return result;
}

interface LockedRun {
  readonly order: ScanOrder;
  readonly store: StateStore;
}

async function runUnderLock(first: Planned, { order, store }: LockedRun, deps: RunDeps): Promise<RunResult> {
  const owner = order.runId;
  const accounts = await accessById(order);
  const accountIds = [...accounts.keys()].toSorted(compareText);
  const lock = await lockAccounts(accountIds, { store, owner }, deps);
  if (lock.kind === 'busy') return runWhileBusy(first, deps);
  if (lock.kind === 'failed') return runWithStateUnavailable(first, lock.why, deps);
  const { lost, stop } = keepLocked(accountIds, { store, owner }, deps);
  let asOf: string | null = null;
  try {
    const result = await runLocked(first, { order, store, accounts, lost, hasWaited: lock.hasWaited }, deps);
    if (result.stateUse === 'stored') asOf = result.report.finishedAt;
    return result;
  } finally {
    stop();
    await unlockAccounts(accountIds, { store, owner, asOf }, deps);
  }
}

interface UnderLease extends LockedRun {
  readonly accounts: ReadonlyMap<string, AccountAccess>;
  /** Aborted once another run has taken the lease. */
  readonly lost: AbortSignal;
  /** Another run held the account meanwhile. */
  readonly hasWaited: boolean;
}

async function runLocked(
  first: Planned,
  { order, store, accounts, lost, hasWaited }: UnderLease,
  deps: RunDeps,
): Promise<RunResult> {
  const { request } = order;
  const loading = await attempt(loadStates([...accounts.keys()], store));
  if (loading.kind === 'failed') return runWithStateUnavailable(first, loading.why, deps);
  const mustRescan = hasWaited || isOutdated(order, loading.value);
  const scan = mustRescan ? await scanTargets(order, deps) : first.scan;
  const planned = mustRescan ? { request, scan, plan: planRun(scan, request) } : first;

  const guarded = guardRun(planned, { stored: loading.value, now: deps.now() });
  const recording = await attempt(recordRepairs(guarded.plan, { planned, stored: loading.value, store }, deps));
  if (recording.kind === 'failed') return runWithStateUnavailable(planned, recording.why, deps);

  const stop = AbortSignal.any([deps.deadline, lost]);
  const writers = await writersOf(guarded.plan, accounts, { ...deps, policy: request.policy.policy });
  const assessments = await applyPlan(guarded.plan, { accounts: writers, deadline: stop }, deps);
  const report = reportPlanned(planned, { ...guarded, assessments, finishedAt: deps.now() });
  const { versions } = loading.value;
  const facts: RunFacts = { request, scan: planned.scan, report, limited: guarded.limited, versions, now: deps.now() };
  const next = await reconcileWithCallers(recording.value.state, { facts, accounts: writers, signal: deps.deadline });
  if (lost.aborted)
    return publishUnsaved(next, { report, request, why: 'another run took the lease of this one' }, deps);

  prepareDelivery(next, { report, request }, deps);
  const events = lifeEvents(recording.value.state, next, facts);
  const saving = await attempt(saveStates(recording.value, next, store, events));
  if (saving.kind === 'failed') return publishUnsaved(next, { report, request, why: saving.why }, deps);
  return deliverAndSave(saving.value, { request, report, cooling: guarded.cooling, store }, deps);
}
