import type { RunDeps } from './deps.ts';

const RESERVE_SHARE = 0.3;
// A write that was sent just before the deadline has 12 s, and reading it back as many; then its report is sent.
const MAX_RESERVE_MS = 35_000;
// After the delivery its outcome is stored, and the lease released.
const ENDING_MS = 3000;
const ENDING_SHARE = 0.1;

/** The time limits of an invocation. `deadline` leaves enough time to report what was seen until then. */
export function timeLimits(remainingMs: number): Pick<RunDeps, 'deadline' | 'deliverBy'> {
  return {
    deadline: AbortSignal.timeout(runMsOf(remainingMs)),
    deliverBy: AbortSignal.timeout(deliveryMsOf(remainingMs)),
  };
}

/** The time until a delivery has to be over. */
export function deliveryMsOf(remainingMs: number): number {
  return Math.max(0, Math.floor(remainingMs - Math.min(ENDING_MS, remainingMs * ENDING_SHARE)));
}

export function runMsOf(remainingMs: number): number {
  const reserveMs = Math.min(MAX_RESERVE_MS, remainingMs * RESERVE_SHARE);
  return Math.max(0, Math.floor(remainingMs - reserveMs));
}
