import { WardenError } from '../../core/errors.ts';
import type { Notice, Report, Scope } from '../../core/compliance/report.ts';
import { compareText } from '../../core/order.ts';
import type { RunRequest } from '../run/request.ts';
import type { AccountScan } from './scan-account.ts';

/* What the scans of several accounts say together. Pure. */

/** The settings that a scan of the status compares. */
export const STATUS_SETTINGS: readonly string[] = ['status'];

/** Refuses to narrow a run to accounts that it does not cover. */
export function requireKnownAccounts({ only }: RunRequest, scans: readonly AccountScan[]): void {
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

export function scopeOf(scans: readonly AccountScan[], { request, inScope, targets }: Narrowed): Scope {
  const counts = scans.map(({ ofTargets }) => ofTargets);
  const isWhole = inScope.length === scans.length && scans.every((scan) => scan.isWhole);
  return {
    kind: isWhole ? 'full' : 'partial',
    accounts: [...new Set(inScope.map(({ account }) => account.accountId))].toSorted(compareText),
    regions: request.only?.regions?.toSorted(compareText) ?? null,
    ...(request.depth === 'status' ? { settings: STATUS_SETTINGS } : {}),
    targets,
    ofTargets: counts.includes(null) ? null : counts.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  };
}

export function regionsOf(scans: readonly AccountScan[]): Report['regions'] {
  const sources = scans.map(({ regions }) => regions.source);
  const [first] = scans;
  return {
    // Of several accounts, one that went by the committed list is what a reader has to know.
    source: sources.includes('committed') ? 'committed' : (first?.regions.source ?? 'policy'),
    excluded: first?.regions.excluded ?? [],
  };
}

export function noticesOf(scans: readonly AccountScan[], deadline: AbortSignal | undefined): readonly Notice[] {
  const notices = new Map(scans.flatMap((scan) => scan.notices).map((notice) => [JSON.stringify(notice), notice]));
  const late: Notice = {
    kind: 'deadline',
    message: 'the time of the run was over before every Region had answered: raise the timeout',
  };
  return [...notices.values(), ...(deadline?.aborted ? [late] : [])];
}
