interface Count {
  readonly done: number;
  readonly total: number;
}

/** How far a scan is. Plain data: whoever shows it decides what of it is worth a line. */
export interface ScanProgress {
  readonly phase: 'reading';
  readonly accounts: Count;
  /** `total`: of the accounts whose Regions are known so far. */
  readonly targets: Count;
  /** Targets, of the accounts that are done. */
  readonly drifted: number;
  readonly unknown: number;
  /** Of a scan that reads the lists of Macie administrators, Region by Region; left out: it reads account by account. */
  readonly regions?: Count;
}

/** How far the repairs of a run are. */
interface WriteProgress {
  readonly phase: 'writing';
  readonly writes: Count;
}

/** How far a check of roles is. */
interface RoleProgress {
  readonly phase: 'checking';
  readonly accounts: Count;
}

export type Progress = ScanProgress | WriteProgress | RoleProgress;

/** What has happened in a scan: to one account, or in a scan of lists to one Region. */
export type ScanStep =
  | { readonly kind: 'regions-known'; readonly targets: number }
  | { readonly kind: 'target-read' }
  | { readonly kind: 'account-done'; readonly drifted: number; readonly unknown: number }
  | { readonly kind: 'lists-begin'; readonly regions: number }
  | { readonly kind: 'region-listed'; readonly targets: number; readonly drifted: number; readonly unknown: number };

export function scanBegins(accounts: number): ScanProgress {
  const targets = { done: 0, total: 0 };
  return { phase: 'reading', accounts: { done: 0, total: accounts }, targets, drifted: 0, unknown: 0 };
}

export function scanAdvances(before: ScanProgress, step: ScanStep): ScanProgress {
  const { accounts, targets, regions = { done: 0, total: 0 } } = before;
  switch (step.kind) {
    case 'regions-known':
      return { ...before, targets: { ...targets, total: targets.total + step.targets } };
    case 'target-read':
      return { ...before, targets: { ...targets, done: targets.done + 1 } };
    case 'account-done':
      return {
        ...before,
        accounts: { ...accounts, done: accounts.done + 1 },
        drifted: before.drifted + step.drifted,
        unknown: before.unknown + step.unknown,
      };
    case 'lists-begin':
      return { ...before, regions: { ...regions, total: step.regions } };
    case 'region-listed':
      return {
        ...before,
        regions: { ...regions, done: regions.done + 1 },
        targets: { ...targets, done: targets.done + step.targets },
        drifted: before.drifted + step.drifted,
        unknown: before.unknown + step.unknown,
      };
  }
}

/** What the line of a terminal counts: Regions where they are listed, and of one account its targets. */
export function shownCount(progress: Progress): Count {
  switch (progress.phase) {
    case 'writing':
      return progress.writes;
    case 'checking':
      return progress.accounts;
    case 'reading':
      if (progress.regions) return progress.regions;
      return progress.accounts.total <= 1 ? progress.targets : progress.accounts;
  }
}

/** Accounts are read several at a time, and so are Regions: the first of them says little about the rest. */
const ENOUGH_ACCOUNTS = 8;

/** The time that the others will take, if each takes as long as those that are done; null while too few are. */
export function timeLeftMs(
  { accounts, regions }: Pick<ScanProgress, 'accounts' | 'regions'>,
  elapsedMs: number,
): number | null {
  const { done, total } = regions ?? accounts;
  if (done < Math.min(ENOUGH_ACCOUNTS, total / 2)) return null;
  return Math.round((elapsedMs / Math.max(done, 1)) * (total - done));
}
