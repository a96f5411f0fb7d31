import type { Attempt } from './attempt.ts';
import type { TellDeps } from './tell-contract.ts';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;
/** A look this much older than what is remembered was overtaken by another run; one that is older still, by a clock that was wrong. */
const OVERTAKEN_MS = 15 * 60 * 1000;

interface Claiming {
  readonly accountId: string;
  readonly owner: string;
  readonly deadline: AbortSignal;
  /** How long the account is taken: as long as the run can last. */
  readonly leaseMs: number;
}

/** Waits for the account, to the deadline. */
export async function claim(
  { store, now, wait }: Pick<TellDeps, 'store' | 'now' | 'wait'>,
  { accountId, owner, deadline, leaseMs }: Claiming,
): Promise<boolean> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    const at = now();
    if (await store.claim(accountId, { owner, now: at, until: new Date(at.getTime() + leaseMs) })) return true;
    if (deadline.aborted) return false;
    await wait(waitMs);
  }
}

/** Did another run end when this one had begun to look, or in the same moment? */
export function isOvertaken({ startedAt }: Pick<Attempt, 'startedAt'>, asOf: string | null): boolean {
  if (asOf === null) return false;
  const behindMs = Date.parse(asOf) - Date.parse(startedAt);
  return behindMs >= 0 && behindMs < OVERTAKEN_MS;
}
