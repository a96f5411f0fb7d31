import { WardenError } from '../../core/errors.ts';
import type { Notice, Report, Scope } from '../../core/compliance/report.ts';
import { STATUS_SETTINGS } from '../../core/run.ts';
import { compareTargets, compareText } from '../../core/order.ts';
import { SESSION } from '../../core/settings/session.ts';
import { listedRegions } from '../../policy/coverage.ts';
import type { RunRequest, RunSignals } from '../run/request.ts';
import { noticesOfAccounts } from '../organization/notices/account-notices.ts';
import { CANCELLED } from './read-group.ts';
import type { AccountScan, Scan, ScannedTarget } from './scan-result.ts';

/* What the scans of several accounts say together. Pure. */

interface Assembling extends RunSignals {
  readonly request: RunRequest;
  readonly runId: string;
  readonly startedAt: string;
  readonly leftOutAccounts?: number;
}

/** The scans of accounts as one. Throws a WardenError for an account out of scope. Pure. */
export function assembleScan(scans: readonly AccountScan[], order: Assembling): Scan {
  const { request, runId, startedAt, leftOutAccounts = 0 } = order;
  requireKnownAccounts(request, scans);
  const inScope = scans.filter(({ account }) => request.only?.accounts?.includes(account.accountId) ?? true);
  const targets = inScope.flatMap((scan) => scan.targets).toSorted((a, b) => compareTargets(a.target, b.target));
  return {
    runId,
    startedAt,
    accounts: inScope.map(({ account }) => account).toSorted((a, b) => compareText(a.accountId, b.accountId)),
    scope: scopeOf(scans, { request, inScope, leftOutAccounts }),
    regions: regionsOf(scans),
    targets,
    notices: noticesOf(scans, order),
  };
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
  readonly leftOutAccounts: number;
}

function scopeOf(scans: readonly AccountScan[], { request, inScope, leftOutAccounts }: Narrowed): Scope {
  const counts = [...scans.map(({ ofTargets }) => ofTargets), ...ofLeftOut(leftOutAccounts, request)];
  const all = inScope.flatMap(({ targets }) => targets);
  const reached = all.filter(wasReached).map(({ target }) => target);
  const isCut = reached.length < all.length;
  const isWhole =
    !isCut && leftOutAccounts === 0 && inScope.length === scans.length && scans.every((scan) => scan.isWhole);
  const accounts = isCut ? reached : inScope.map(({ account }) => account);
  return {
    kind: isWhole ? 'full' : 'partial',
    accounts: [...new Set(accounts.map(({ accountId }) => accountId))].toSorted(compareText),
    regions: request.only?.regions?.toSorted(compareText) ?? null,
    ...(request.depth === 'status' ? { settings: STATUS_SETTINGS } : {}),
    targets: reached.length,
    ofTargets: counts.includes(null) ? null : counts.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  };
}

/** The targets of accounts that were left out: only a list in the policy says how many Regions they have. */
function ofLeftOut(accounts: number, { policy: { policy } }: RunRequest): readonly (number | null)[] {
  if (accounts === 0) return [];
  const listed = listedRegions(policy);
  return [listed === null ? null : accounts * listed.length];
}

/** Was a target read before a person ended the run? */
function wasReached({ observations: { [SESSION]: session } }: ScannedTarget): boolean {
  return session?.kind !== 'unknown' || session.detail !== CANCELLED.detail;
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

export const LATE: Notice = {
  kind: 'deadline',
  message: 'the time of the run was over before every Region had answered: raise the timeout',
};
const STOPPED: Notice = { kind: 'cancelled', message: 'the run was stopped before its end' };

function noticesOf(scans: readonly AccountScan[], { deadline, cancel }: RunSignals): readonly Notice[] {
  const found = noticesOfAccounts(scans);
  // The lists of Regions were not waited for either.
  if (cancel?.aborted) return [...found.filter(({ kind }) => !kind.startsWith('regions-')), STOPPED];
  return deadline?.aborted ? [...found, LATE] : found;
}
