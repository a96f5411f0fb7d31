import { pendingAlerts, takenBy } from '../../../core/alerts/delivery.ts';
import type { State } from '../../../core/alerts/records.ts';
import { scanRecordOf } from '../../../core/evidence/scan-record.ts';
import { runRecord } from '../../../core/alerts/statistics.ts';
import type { Plan } from '../../../core/compliance/plan.ts';
import type { Report } from '../../../core/compliance/report.ts';
import type { Cooling } from '../../../core/guard-rails/cool-down.ts';
import { recordAttempts } from '../../../core/guard-rails/repair-ledger.ts';
import { flagLaterChanges } from '../../../core/activity/later-changes.ts';
import { archiveRun } from '../../archive/archive-run.ts';
import type { AccountAccess } from '../../scan/deps.ts';
import { deliverPending } from '../../notify/deliver.ts';
import { ratedAlerts } from '../../notify/rate-alerts.ts';
import type { RunDeps, StateStore } from '../deps.ts';
import { lookUpCallers, lookUpChanges, reconcileRun, type RunFacts } from '../../notify/reconcile-run.ts';
import type { RunRequest } from '../request.ts';
import { QUIET, type RunResult } from '../result.ts';
import type { Planned } from '../../scan/plan-run.ts';
import { saveStates, type StoredStates } from '../stored-states.ts';

/* The steps of a run that touch the state. `run.ts` has their order. */

/** Stores what is about to be repaired, before it is. */
export async function recordRepairs(
  plan: Plan,
  { planned, stored, store }: { planned: Planned; stored: StoredStates; store: StateStore },
  { now }: Pick<RunDeps, 'now'>,
): Promise<StoredStates> {
  if (plan.writes.length === 0) return stored;
  const { request, scan } = planned;
  const calls = flagLaterChanges(request.calls ?? [], scan.targets);
  const ledgers = recordAttempts(stored.state.ledgers, { plan, now: now(), calls });
  return saveStates(stored, { ...stored.state, ledgers }, store);
}

interface Reconciling {
  readonly facts: RunFacts;
  readonly accounts: ReadonlyMap<string, AccountAccess>;
  readonly signal: AbortSignal;
}

/** The state after the run. Calls that no event reported are looked up; then it is reconciled again with them. */
export async function reconcileWithCallers(state: State, { facts, accounts, signal }: Reconciling): Promise<State> {
  const next = reconcileRun(state, facts);
  const [found, callsBetween] = await Promise.all([
    lookUpCallers(next, facts, { accounts, signal }),
    lookUpChanges(state, facts, { accounts, signal }),
  ]);
  if (found.length === 0 && callsBetween.length === 0) return next;
  return reconcileRun(state, facts, { calls: [...(facts.request.calls ?? []), ...found], callsBetween });
}

interface Ending {
  readonly request: RunRequest;
  readonly report: Report;
  readonly cooling: Cooling;
  readonly store: StateStore;
  /** By id: names of organizational units; left out: not known. */
  readonly unitNames?: ReadonlyMap<string, string>;
}

/** Keeps the report of a run that changed nothing, if it is the first of its day. */
export async function archiveQuiet(
  result: RunResult,
  { request, store }: Pick<Ending, 'request' | 'store'>,
  deps: RunDeps,
): Promise<RunResult> {
  const { report, state } = result;
  const archiving = await archiveRun({ report, alerts: [], state, policy: request.policy.policy, store }, deps);
  return { ...result, archiving };
}

/** Archives the report, sends the pending alerts with the place of it, and stores which of them were delivered. */
export async function deliverAndSave(
  stored: StoredStates,
  { request, report, cooling, store, unitNames }: Ending,
  deps: RunDeps,
): Promise<RunResult> {
  const itemsLeftAlone = stored.unreadableKeys.length;
  const stateNote =
    itemsLeftAlone > 0
      ? `${itemsLeftAlone} stored items are of a newer version of macie-warden and were left alone`
      : null;
  const before = takenBy(stored.state);
  const { policy } = request.policy;
  const pending = ratedAlerts(pendingAlerts(stored.state), { report, policy });
  // The message names the archived report, or says why there is none. If the archive ends this run, the next one sends the alerts.
  const { state: after } = stored;
  const archiving = await archiveRun({ report, alerts: pending, state: after, policy, store, unitNames }, deps);
  const delivered = await deliverPending(stored.state, { report, request, stateNote, archiving }, deps);
  const { published, failures, audience, givenUp = [], state } = delivered;
  // An earlier run has reported those that a channel took.
  const alerts = delivered.alerts.filter(({ id }) => before[id] === undefined);
  if (published || givenUp.length > 0)
    // Sent and not stored: at worst the next run sends it again, with the same ids.
    await saveStates(stored, state, store).catch((error: unknown) =>
      deps.warn('the state was not saved after the delivery; the next run sends the same alerts again', error),
    );
  const delivery = { published, failures, audience, givenUp, archiving };
  return { ...QUIET, report, state, alerts, ...delivery, stateNote, itemsLeftAlone, cooling, stateUse: 'stored' };
}

/** Stores the run for the history. A run is no worse without it. A partial run that changed nothing is no history. */
export async function recordRun(
  { report, alerts, audience, archiving: { place }, state, stateUse }: RunResult,
  store: StateStore,
  { warn }: RunDeps,
): Promise<void> {
  if (report.scope.kind === 'partial' && (alerts ?? []).length === 0) return;
  // A run that could not store its drifts has no scan record: without them its readings count as compliant.
  const scanRecord = stateUse === 'stored' && state !== null ? scanRecordOf(report, state) : null;
  await store
    .putRun({ ...runRecord(report, alerts ?? [], audience), ...(place === null ? {} : { archive: place }) }, scanRecord)
    .catch((error: unknown) => warn('the run was not recorded in the history', error));
}
