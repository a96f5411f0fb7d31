import type { RunDeps, StateStore } from './deps.ts';
import { errorText, type Attempted } from './attempt.ts';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;

export type Lock =
  | { readonly kind: 'locked' }
  | { readonly kind: 'busy' }
  | Extract<Attempted<never>, { kind: 'failed' }>;

interface Locking {
  readonly store: StateStore;
  readonly owner: string;
}

/** Takes the leases of all accounts, in order, and waits for each until the deadline. All or none. */
export async function lockAccounts(
  accountIds: readonly string[],
  { store, owner }: Locking,
  deps: Pick<RunDeps, 'now' | 'wait' | 'deadline' | 'leaseMs' | 'warn'>,
): Promise<Lock> {
  const taken: string[] = [];
  try {
    for (const accountId of accountIds) {
      if (!(await waitForLease(accountId, { store, owner }, deps))) {
        await unlockAccounts(taken, { store, owner, asOf: null }, deps);
        return { kind: 'busy' };
      }
      taken.push(accountId);
    }
    return { kind: 'locked' };
  } catch (error) {
    await unlockAccounts(taken, { store, owner, asOf: null }, deps);
    return { kind: 'failed', why: errorText(error) };
  }
}

async function waitForLease(
  accountId: string,
  { store, owner }: Locking,
  { now, wait, deadline, leaseMs }: Pick<RunDeps, 'now' | 'wait' | 'deadline' | 'leaseMs'>,
): Promise<boolean> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    const at = now();
    if (await store.takeLease(accountId, { owner, now: at, until: new Date(at.getTime() + leaseMs) })) return true;
    if (deadline.aborted) return false;
    await wait(waitMs, deadline);
  }
}

/** `asOf`: when the run ended, if it changed the state. A lease that cannot be released expires by itself. */
export async function unlockAccounts(
  accountIds: readonly string[],
  { store, owner, asOf }: Locking & { readonly asOf: string | null },
  { warn }: Pick<RunDeps, 'warn'>,
): Promise<void> {
  await Promise.all(
    accountIds.map((accountId) =>
      store
        .releaseLease(accountId, { owner, asOf })
        .catch((error: unknown) => warn(`the lease of account ${accountId} was not released`, error)),
    ),
  );
}
