import type { RunDeps } from './deps.ts';

const RESERVE_SHARE = 0.3;
// A write that was sent just before the deadline has 12 s, and reading it back as many; then its report is sent.
const MAX_RESERVE_MS = 35_000;
/** The time limit of an invocation: `deadline` leaves enough time to report what was seen until then. */
export function timeLimits(remainingMs: number): Pick<RunDeps, 'deadline'> {
  return { deadline: AbortSignal.timeout(runMsOf(remainingMs)) };
}

export function runMsOf(remainingMs: number): number {
  const reserveMs = Math.min(MAX_RESERVE_MS, remainingMs * RESERVE_SHARE);
  return Math.max(0, Math.floor(remainingMs - reserveMs));
}
