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

/** What has happened to one account of a scan. */
export type ScanStep =
  | { readonly kind: 'regions-known'; readonly targets: number }
  | { readonly kind: 'target-read' }
  | { readonly kind: 'account-done'; readonly drifted: number; readonly unknown: number };

export function scanBegins(accounts: number): ScanProgress {
  const targets = { done: 0, total: 0 };
  return { phase: 'reading', accounts: { done: 0, total: accounts }, targets, drifted: 0, unknown: 0 };
}

export function scanAdvances(before: ScanProgress, step: ScanStep): ScanProgress {
  const { accounts, targets } = before;
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
  }
}

/** Accounts are read several at a time: the first of them says little about the rest. */
const ENOUGH_ACCOUNTS = 8;

/** The time that the other accounts will take, if each takes as long as those that are done; null while too few are. */
export function timeLeftMs(
  { accounts: { done, total } }: Pick<ScanProgress, 'accounts'>,
  elapsedMs: number,
): number | null {
  if (done < Math.min(ENOUGH_ACCOUNTS, total / 2)) return null;
  return Math.round((elapsedMs / Math.max(done, 1)) * (total - done));
}
