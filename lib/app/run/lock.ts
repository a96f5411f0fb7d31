import { errorText, type StepResult } from './attempt.ts';
import type { RunDeps, StateStore } from './deps.ts';

/** A lease is short, so that a run that died keeps the account for no longer, and renewed as long as its run lives. */
export const LEASE_MS = 45_000;
const RENEW_MS = 15_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;

/** `hasWaited`: another run held an account meanwhile, so what was read before is outdated. */
export type Lock =
  | { readonly kind: 'locked'; readonly hasWaited: boolean }
  | { readonly kind: 'busy' }
  | Extract<StepResult<never>, { kind: 'failed' }>;

interface Locking {
  readonly store: StateStore;
  readonly owner: string;
}

type LockDeps = Pick<RunDeps, 'now' | 'wait' | 'deadline' | 'warn'>;

/** Takes the leases of all accounts, in order, and waits for each until the deadline. All or none. */
export async function lockAccounts(
  accountIds: readonly string[],
  { store, owner }: Locking,
  deps: LockDeps,
): Promise<Lock> {
  const taken: string[] = [];
  let hasWaited = false;
  try {
    for (const accountId of accountIds) {
      const waits = await waitForLease(accountId, { store, owner }, deps);
      if (waits === null) {
        await unlockAccounts(taken, { store, owner, asOf: null }, deps);
        return { kind: 'busy' };
      }
      hasWaited ||= waits > 0;
      taken.push(accountId);
    }
    return { kind: 'locked', hasWaited };
  } catch (error) {
    await unlockAccounts(taken, { store, owner, asOf: null }, deps);
    return { kind: 'failed', why: errorText(error) };
  }
}

/** How often it waited; null: the account was never free. */
async function waitForLease(
  accountId: string,
  { store, owner }: Locking,
  { now, wait, deadline }: LockDeps,
): Promise<number | null> {
  for (let waits = 0, waitMs = FIRST_WAIT_MS; ; waits++, waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    if (await store.takeLease(accountId, leaseOf(owner, now()))) return waits;
    if (deadline.aborted) return null;
    await wait(waitMs, deadline);
  }
}

function leaseOf(owner: string, now: Date) {
  return { owner, now, until: new Date(now.getTime() + LEASE_MS) };
}

/** Renews the leases until `stop` is called. `lost` is aborted once another run has taken one: this run must not write any more. */
export function keepLocked(
  accountIds: readonly string[],
  { store, owner }: Locking,
  { now, repeatEvery, warn }: Pick<RunDeps, 'now' | 'repeatEvery' | 'warn'>,
): { readonly lost: AbortSignal; readonly stop: () => void } {
  const lost = new AbortController();
  const renew = async (accountId: string): Promise<void> => {
    try {
      if (!(await store.takeLease(accountId, leaseOf(owner, now())))) lost.abort();
    } catch (error) {
      warn(`the lease of account ${accountId} was not renewed`, error);
    }
  };
  const stop = repeatEvery(RENEW_MS, () => void Promise.all(accountIds.map(renew)));
  return { lost: lost.signal, stop };
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
