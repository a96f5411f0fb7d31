import pMap from 'p-map';
import type { State } from '../../../core/alerts/records.ts';
import { lifeEvents } from '../../../core/history/life-events.ts';
import { administratorOf, withAdministrators } from '../../enforce/writers.ts';
import type { KnownCalls } from '../../notify/reconcile-run.ts';
import { keepLocked, lockAccounts, unlockAccounts } from '../../run/lock.ts';
import { loadStates, saveStates, type StoredStates } from '../../run/stored-states.ts';
import { OWN_ACCOUNT, type AccountAccess } from '../../scan/deps.ts';
import type { OrganizationStore, StepDeps } from '../deps.ts';
import type { ConcludedRun } from '../join-repairs.ts';
import { accountsToLoad, type Concluding } from './accounts-to-load.ts';
import {
  callsBehind,
  groupByAccount,
  isNewer,
  joinStates,
  reconcileAccounts,
  reportOfAccount,
} from './reconcile-accounts.ts';
import type { Reconciling } from './reconcile-accounts.ts';
import { accessByAccount, accessTo } from '../shards.ts';

const PARALLEL = { concurrency: 16 };

/**
 * Reconciles the accounts that no repair has reconciled, each under its lease, and returns the states of all accounts with
 * something open. An account that is compliant, has nothing open and has not changed costs nothing.
 */
export async function reconcileRest(
  run: ConcludedRun,
  { report, store }: Concluding,
  deps: StepDeps,
): Promise<readonly StoredStates[]> {
  const policyAccount = await accountOfPolicy(run, deps);
  const ids = await accountsToLoad(run, { report, store }, policyAccount);
  const planned = run.plan.accounts.filter(({ account }) => ids.has(account.accountId));
  const own = accessByAccount(await accessTo(planned, run.plan, deps));
  const administrators = run.planned.scan.targets.flatMap((one) => administratorOf(one) ?? []);
  const access = await withAdministrators(administrators, own, { ...deps, policy: run.plan.request.policy.policy });
  const startedAt = new Map([...run.accounts].map(([id, read]) => [id, read.startedAt]));
  const { planned: read, limited } = run;
  const reconciling = {
    planned: read,
    report,
    byAccount: groupByAccount(report, read.scan),
    limited,
    startedAt,
    policyAccount,
  };
  const context = { run, reconciling, store };
  const loaded = await pMap([...ids].toSorted(), (id) => loadAccount(id, context, deps), PARALLEL);
  const calls = await callsOfRun(loaded, { ...context, access }, deps);
  return pMap(loaded, (account) => reconcileAccount(account, { ...context, calls }, deps), PARALLEL);
}

/** The calls behind the news of all accounts: each trail is asked once. */
function callsOfRun(
  loaded: readonly LoadedAccount[],
  { reconciling, access }: AccountsToReconcile & { readonly access: ReadonlyMap<string, AccountAccess> },
  deps: StepDeps,
): Promise<KnownCalls> {
  const changed = loaded.filter(({ isChanged }) => isChanged);
  const state = joinStates(changed.map(({ stored }) => stored.state));
  const versions = Object.assign({}, ...changed.map(({ stored }) => stored.versions));
  const ids = changed.map(({ accountId }) => accountId);
  return callsBehind(ids, state, { ...reconciling, versions, access }, deps);
}

/** The account of the stack: its items may be older than the index, so it is always loaded. Without it, any account will do. */
async function accountOfPolicy({ accounts }: ConcludedRun, deps: StepDeps): Promise<string | null> {
  const { accountId } = await deps.forAccount(OWN_ACCOUNT).identify(deps.deadline);
  return accounts.has(accountId) ? accountId : ([...accounts.keys()].toSorted()[0] ?? null);
}

interface AccountsToReconcile {
  readonly run: ConcludedRun;
  readonly reconciling: Reconciling;
  readonly store: OrganizationStore;
}

interface LoadedAccount {
  readonly accountId: string;
  readonly stored: StoredStates;
  /** Most accounts with something open have not changed: no lease, no write. */
  readonly isChanged: boolean;
}

async function loadAccount(accountId: string, context: AccountsToReconcile, deps: StepDeps): Promise<LoadedAccount> {
  const stored = await loadStates([accountId], context.store);
  const isChanged =
    !context.run.reconciled.has(accountId) && nextState(accountId, stored, context, deps.now()) !== null;
  return { accountId, stored, isChanged };
}

type CalledAccounts = AccountsToReconcile & { readonly calls?: KnownCalls };

async function reconcileAccount(
  account: LoadedAccount,
  context: CalledAccounts,
  deps: StepDeps,
): Promise<StoredStates> {
  const { accountId, stored, isChanged } = account;
  if (!isChanged) return stored;
  const { run, store } = context;
  const owner = `${run.plan.runId}/${deps.newId()}`;
  const lock = await lockAccounts([accountId], { store, owner }, deps);
  // The run that holds it reads the account itself, and sends its alerts.
  if (lock.kind === 'busy') return stored;
  if (lock.kind === 'failed') throw new Error(lock.why);
  const { lost, stop } = keepLocked([accountId], { store, owner }, deps);
  let asOf: string | null = null;
  try {
    const locked = await loadStates([accountId], store);
    const now = deps.now();
    const next = nextState(accountId, locked, context, now);
    if (next === null || lost.aborted) return locked;
    const report = reportOfAccount(accountId, context.reconciling);
    const events = lifeEvents(locked.state, next, { report, versions: locked.versions, now });
    const saved = await saveStates(locked, next, store, events);
    asOf = deps.now().toISOString();
    return saved;
  } finally {
    stop();
    await unlockAccounts([accountId], { store, owner, asOf }, deps);
  }
}

/** The state of an account after the run; null if nothing changes, or if a newer run has changed it. */
function nextState(
  accountId: string,
  stored: StoredStates,
  { run, reconciling, calls }: CalledAccounts,
  now: Date,
): State | null {
  const startedAt = reconciling.startedAt.get(accountId) ?? run.plan.startedAt;
  if (isNewer(stored.asOf, { startedAt, now })) return null;
  const { versions } = stored;
  const next = reconcileAccounts([accountId], stored.state, { ...reconciling, calls, versions }, now);
  // Recorded repairs of which nothing is known stay recorded: the next run sees what came of them.
  const after = run.lostAccounts.has(accountId) ? { ...next, ledgers: stored.state.ledgers } : next;
  return JSON.stringify(after) === JSON.stringify(stored.state) ? null : after;
}
