import pMap from 'p-map';
import { pendingAlerts } from '../../../core/alerts/delivery.ts';
import type { State } from '../../../core/alerts/records.ts';
import type { Report } from '../../../core/compliance/report.ts';
import type { Cooling } from '../../../core/guard-rails/cool-down.ts';
import { prepareDelivery } from '../../notify/deliver.ts';
import { keepLocked, lockAccounts, unlockAccounts } from '../../run/lock.ts';
import type { RunRequest } from '../../run/request.ts';
import type { RunResult } from '../../run/result.ts';
import { deliverAndSave } from '../../run/planned/run-steps.ts';
import { loadStates, type StoredStates } from '../../run/stored-states.ts';
import type { OrganizationStore, StepDeps } from '../deps.ts';
import { joinStates } from './reconcile-accounts.ts';

interface Delivering {
  readonly report: Report;
  readonly request: RunRequest;
  readonly cooling: Cooling;
  readonly store: OrganizationStore;
  /** By id. */
  readonly unitNames: ReadonlyMap<string, string>;
}

const PARALLEL_LEASES = 16;

/** Sends one message with the pending alerts of all accounts. Those of an account that another run holds are left to that run. */
export async function deliverRun(
  states: readonly StoredStates[],
  delivering: Delivering,
  deps: StepDeps,
): Promise<RunResult> {
  const { report, request, store } = delivering;
  const owner = `${report.runId}/${deps.newId()}`;
  const wanted = states
    .filter(({ state }) => pendingAlerts(state).length > 0)
    .flatMap(({ byAccount }) => [...byAccount.keys()]);
  const locks = await pMap(
    wanted,
    async (accountId) => ({ accountId, lock: await lockAccounts([accountId], { store, owner }, deps) }),
    { concurrency: PARALLEL_LEASES },
  );
  const locked = locks.flatMap(({ accountId, lock }) => (lock.kind === 'locked' ? [accountId] : []));
  const { stop } = keepLocked(locked, { store, owner }, deps);
  let asOf: string | null = null;
  try {
    const stored = withOthers(await loadStates(locked, store), states);
    prepareDelivery(stored.state, { report, request }, deps);
    const result = await deliverAndSave(stored, delivering, deps);
    if (result.published) asOf = deps.now().toISOString();
    return result;
  } finally {
    stop();
    await unlockAccounts(locked, { store, owner, asOf }, deps);
  }
}

/** The states to deliver, and what is open in the others, for the counts of the message. */
function withOthers(locked: StoredStates, states: readonly StoredStates[]): StoredStates {
  const others = states.filter(({ byAccount }) => [...byAccount.keys()].every((id) => !locked.byAccount.has(id)));
  return {
    ...locked,
    state: joinStates([locked.state, ...others.map(({ state }) => withoutPending(state))]),
    unreadableKeys: [...locked.unreadableKeys, ...others.flatMap(({ unreadableKeys }) => unreadableKeys)],
  };
}

function withoutPending(state: State): State {
  return {
    ...state,
    drifts: state.drifts.map((record) => ({ ...record, pending: [] })),
    unreadable: state.unreadable.map((record) => ({ ...record, pending: [] })),
    policies: state.policies.map((record) => ({ ...record, pending: [] })),
  };
}
