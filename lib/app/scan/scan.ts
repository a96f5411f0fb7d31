import pMap from 'p-map';
import { WardenError } from '../../core/errors.ts';
import type { Notice, Report, Scope, Verdict } from '../../core/compliance/report.ts';
import { targetVerdict } from '../../core/compliance/verdict.ts';
import { compareTargets, compareText } from '../../core/order.ts';
import { scanAdvances, scanBegins, type ScanStep } from '../../core/progress.ts';
import { createRegionBreaker } from '../../targets/region-breaker.ts';
import type { RunRequest, RunSignals } from '../run/request.ts';
import type { AccountInScope } from './account-scope.ts';
import { UnreachableAccountError, type ScanDeps } from './deps.ts';
import { assessTargets } from './plan-run.ts';
import { accountUnread, scanAccount, type AccountOrder, type AccountScan, type SharedDeps } from './scan-account.ts';
import type { Scan } from './scan-result.ts';

export interface ScanOrder extends RunSignals {
  readonly request: RunRequest;
  readonly runId: string;
  readonly startedAt: string;
  readonly accounts: readonly AccountInScope[];
}

/** Reads every target in scope. Throws a WardenError for bad credentials or an account out of scope, or the reason of `cancel`. */
export async function scanTargets(order: ScanOrder, deps: ScanDeps): Promise<Scan> {
  const { request, runId, startedAt, accounts, deadline, cancel } = order;
  const signal = AbortSignal.any([deadline, cancel].filter((one) => one !== undefined));
  const shared = {
    ...askOffersOnce(deps),
    breaker: createRegionBreaker(deps.now),
    onStep: progressOf(accounts.length, deps),
  };
  const scanNext = async (account: AccountInScope): Promise<AccountScan> => {
    const scan = await scanOne({ request, startedAt, account, signal }, shared);
    if (deps.onProgress) shared.onStep(accountDone(scan, order));
    return scan;
  };
  const scans = await pMap(accounts, scanNext, { concurrency: deps.limits.parallelAccounts }).catch(
    (error: unknown) => {
      // A cancelled run looks like a failure of the call that was under way.
      cancel?.throwIfAborted();
      throw error;
    },
  );
  cancel?.throwIfAborted();
  requireKnownAccounts(request, scans);
  const inScope = scans.filter(({ account }) => request.only?.accounts?.includes(account.accountId) ?? true);
  const targets = inScope.flatMap((scan) => scan.targets).toSorted((a, b) => compareTargets(a.target, b.target));
  return {
    runId,
    startedAt,
    accounts: inScope.map(({ account }) => account).toSorted((a, b) => compareText(a.accountId, b.accountId)),
    scope: scopeOf(scans, { request, inScope, targets: targets.length }),
    regions: regionsOf(scans),
    targets,
    notices: noticesOf(scans, deadline),
  };
}

/** The Regions that offer Macie are the same for all accounts of a scan. */
function askOffersOnce(deps: ScanDeps): ScanDeps {
  let asked: ReturnType<ScanDeps['offeredRegions']> | undefined;
  return { ...deps, offeredRegions: (signal) => (asked ??= deps.offeredRegions(signal)) };
}

/** Adds up what happens in accounts that are read at the same time. */
function progressOf(accounts: number, { onProgress }: Pick<ScanDeps, 'onProgress'>): SharedDeps['onStep'] {
  let progress = scanBegins(accounts);
  return (step) => {
    progress = scanAdvances(progress, step);
    onProgress?.(progress);
  };
}

function accountDone({ account, targets }: AccountScan, { request, startedAt }: ScanOrder): ScanStep {
  const verdicts = assessTargets({ startedAt, accounts: [account], targets }, request).map(targetVerdict);
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return { kind: 'account-done', drifted: count('drifted'), unknown: count('unknown') };
}

/** An account that cannot be reached is unknown. It costs no other account anything. */
async function scanOne(order: AccountOrder, deps: SharedDeps): Promise<AccountScan> {
  const { access, account, notApplicable } = order.account;
  if (account === null) return scanAccount(order, deps);
  const known = { ...order, account: { ...order.account, account } };
  if (notApplicable !== null) return accountUnread(known, { kind: 'not-applicable', detail: notApplicable }, deps);
  try {
    return await scanAccount(order, deps);
  } catch (error) {
    if (!(error instanceof UnreachableAccountError)) throw error;
    return await accountUnread(known, { kind: 'unknown', ...error.failure }, deps);
  } finally {
    access.release?.();
  }
}

/** Refuses to narrow a run to accounts that it does not cover. */
function requireKnownAccounts({ only }: RunRequest, scans: readonly AccountScan[]): void {
  const covered = scans.map(({ account }) => account.accountId);
  const others = (only?.accounts ?? []).filter((account) => !covered.includes(account));
  if (others.length === 0) return;
  const expected =
    covered.length === 1 ? `${covered.join()}, the account of these credentials` : `some of ${covered.join(', ')}`;
  throw new WardenError('request', `accounts: expected ${expected}, found ${others.join(', ')}`);
}

interface Narrowed {
  readonly request: RunRequest;
  readonly inScope: readonly AccountScan[];
  readonly targets: number;
}

function scopeOf(scans: readonly AccountScan[], { request, inScope, targets }: Narrowed): Scope {
  const counts = scans.map(({ ofTargets }) => ofTargets);
  const isWhole = inScope.length === scans.length && scans.every((scan) => scan.isWhole);
  return {
    kind: isWhole ? 'full' : 'partial',
    accounts: [...new Set(inScope.map(({ account }) => account.accountId))].toSorted(compareText),
    regions: request.only?.regions?.toSorted(compareText) ?? null,
    targets,
    ofTargets: counts.includes(null) ? null : counts.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  };
}

function regionsOf(scans: readonly AccountScan[]): Report['regions'] {
  const sources = scans.map(({ regions }) => regions.source);
  const [first] = scans;
  return {
    // Of several accounts, one that went by the committed list is what a reader has to know.
    source: sources.includes('committed') ? 'committed' : (first?.regions.source ?? 'policy'),
    excluded: first?.regions.excluded ?? [],
  };
}

function noticesOf(scans: readonly AccountScan[], deadline: AbortSignal | undefined): readonly Notice[] {
  const notices = new Map(scans.flatMap((scan) => scan.notices).map((notice) => [JSON.stringify(notice), notice]));
  const late: Notice = {
    kind: 'deadline',
    message: 'the time of the run was over before every Region had answered: raise the timeout',
  };
  return [...notices.values(), ...(deadline?.aborted ? [late] : [])];
}
