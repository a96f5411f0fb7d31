import pMap from 'p-map';
import type { Verdict } from '../../core/compliance/report.ts';
import { targetVerdict } from '../../core/compliance/verdict.ts';
import type { Observation } from '../../core/observation.ts';
import { scanAdvances, scanBegins, type ScanStep } from '../../core/progress.ts';
import { createRegionBreaker } from '../../targets/region-breaker.ts';
import { isCostAsked } from '../cost/planned-cost.ts';
import type { RunRequest, RunSignals } from '../run/request.ts';
import type { AccountInScope } from '../organization/account-scope.ts';
import type { StatusOrder } from '../organization/scan-status.ts';
import { createDiscoveryLookup } from '../organization/discovery/discovery-view.ts';
import { UnreachableAccountError, type ScanDeps } from './deps.ts';
import { assessTargets } from './assess-targets.ts';
import { CANCELLED } from './read-group.ts';
import { accountUnread, scanAccount, type AccountOrder, type SharedDeps } from './scan-account.ts';
import type { AccountScan, Scan } from './scan-result.ts';
import { assembleScan } from './scan-scope.ts';

export interface ScanOrder extends RunSignals {
  readonly request: RunRequest;
  readonly runId: string;
  readonly startedAt: string;
  readonly accounts: readonly AccountInScope[];
  /** Accounts of the policy that the run was narrowed not to read. */
  readonly leftOutAccounts?: number;
}

/**
 * Reads every target in scope. A cancelled scan is a partial one: the rest was not reached. Throws a WardenError for bad
 * credentials or an account out of scope, and the reason of `cancel` if not even the account is known yet.
 */
export async function scanTargets(order: ScanOrder, deps: ScanDeps): Promise<Scan> {
  return assembleScan(await scanAccounts(order, deps), order);
}

/** The same, account by account. */
export async function scanAccounts(order: Omit<ScanOrder, 'runId'>, deps: ScanDeps): Promise<readonly AccountScan[]> {
  const { request, startedAt, accounts, deadline, cancel } = order;
  const signal = AbortSignal.any([deadline, cancel].filter((one) => one !== undefined));
  const once = askOnce(deps);
  const shared: SharedDeps = {
    ...once,
    discoveryIn: createDiscoveryLookup({ policy: request.policy.policy, signal }, once),
    breaker: createRegionBreaker(deps.now),
    onStep: progressOf(accounts.length, deps),
  };
  const reading: StatusOrder = { request, startedAt, accounts, signal, cancel };
  const scans = await readAccounts(reading, shared).catch((error: unknown) => {
    // In a cancelled run without an account, the call that was under way fails.
    cancel?.throwIfAborted();
    throw error;
  });
  if (!isCostAsked(request)) return scans;
  const { withCostFacts } = await import('../cost/plan-facts.ts');
  return withCostFacts(scans, reading, shared);
}

async function readAccounts(order: StatusOrder, deps: SharedDeps): Promise<readonly AccountScan[]> {
  if (order.request.depth !== 'status') return scanEach(order, deps);
  const { scanStatus } = await import('../organization/scan-status.ts');
  const { nameAdministrators } = await import('../organization/with-administrators.ts');
  return nameAdministrators(await scanStatus(order, deps), order, deps);
}

type EachOrder = Omit<AccountOrder, 'account'> & Pick<ScanOrder, 'accounts'>;

/** Reads each account with its own role, and asks the administrators for what only they know. */
async function scanEach(
  { request, startedAt, accounts, signal, cancel }: EachOrder,
  deps: SharedDeps,
): Promise<readonly AccountScan[]> {
  const scanNext = async (account: AccountInScope): Promise<AccountScan> => {
    const scan = await scanOne({ request, startedAt, account, signal, cancel }, deps);
    if (deps.onProgress) deps.onStep(accountDone(scan, { request, startedAt }));
    return scan;
  };
  const scans = await pMap(accounts, scanNext, { concurrency: deps.limits.parallelAccounts });
  const { askAdministrators } = await import('../organization/with-administrators.ts');
  return askAdministrators(scans, { request, startedAt, signal }, deps);
}

/** The Regions that offer Macie and the delegated administrators are the same for all accounts of a scan. */
function askOnce(deps: ScanDeps): ScanDeps {
  let offered: ReturnType<ScanDeps['offeredRegions']> | undefined;
  let delegated: ReturnType<ScanDeps['delegatedAdministrators']> | undefined;
  return {
    ...deps,
    offeredRegions: (signal) => (offered ??= deps.offeredRegions(signal)),
    delegatedAdministrators: (signal) => (delegated ??= deps.delegatedAdministrators(signal)),
  };
}

/** Adds up what happens in accounts that are read at the same time. */
function progressOf(accounts: number, { onProgress }: Pick<ScanDeps, 'onProgress'>): SharedDeps['onStep'] {
  let progress = scanBegins(accounts);
  return (step) => {
    progress = scanAdvances(progress, step);
    onProgress?.(progress);
  };
}

function accountDone(
  { account, targets }: AccountScan,
  { request, startedAt }: Pick<ScanOrder, 'request' | 'startedAt'>,
): ScanStep {
  const assessments = assessTargets({ startedAt, accounts: [account], targets }, { request, settings: undefined });
  const verdicts = assessments.map(targetVerdict);
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return { kind: 'account-done', drifted: count('drifted'), unknown: count('unknown') };
}

const NOT_IN_TIME: Observation = {
  kind: 'unknown',
  reason: 'not-reached',
  detail: 'the time of the run was over before this account was read',
};

/** An account that cannot be reached is unknown. It costs no other account anything. */
async function scanOne(order: AccountOrder, deps: SharedDeps): Promise<AccountScan> {
  const { access, account, notApplicable } = order.account;
  if (account === null) return scanAccount(order, deps);
  const known = { ...order, account: { ...order.account, account } };
  if (notApplicable !== null) return accountUnread(known, { kind: 'not-applicable', detail: notApplicable }, deps);
  if (order.cancel?.aborted) return accountUnread(known, CANCELLED, deps);
  if (order.signal.aborted) return accountUnread(known, NOT_IN_TIME, deps);
  try {
    return await scanAccount(order, deps);
  } catch (error) {
    if (order.cancel?.aborted) return await accountUnread(known, CANCELLED, deps);
    if (!(error instanceof UnreachableAccountError)) throw error;
    return await accountUnread(known, { kind: 'unknown', ...error.failure }, deps);
  } finally {
    access.release?.();
  }
}
