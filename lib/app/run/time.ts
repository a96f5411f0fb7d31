const RESERVE_SHARE = 0.3;
// A write that was sent just before its end has 12 s, and reading it back has as many; then it has to be told.
const MAX_RESERVE_MS = 35_000;
// Of two clocks one may be ahead.
const MARGIN_MS = 30_000;

/** The time that a run has. */
export interface Time {
  /** Ends while there is still time to tell what was seen until then. */
  readonly deadline: AbortSignal;
  /** How long the account is kept from other runs, from when it is taken: this one has been ended from outside by then, should it not end by itself. */
  readonly leaseMs: number;
}

/** Of an invocation that is ended by then. */
export function timeFor(remainingMs: number): Time {
  return { deadline: AbortSignal.timeout(runMsOf(remainingMs)), leaseMs: remainingMs + MARGIN_MS };
}

export function runMsOf(remainingMs: number): number {
  const reserveMs = Math.min(MAX_RESERVE_MS, remainingMs * RESERVE_SHARE);
  return Math.max(0, Math.floor(remainingMs - reserveMs));
}
