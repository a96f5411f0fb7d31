const RESERVE_SHARE = 0.2;
const MAX_RESERVE_MS = 20_000;

/** Ends while there is still time to publish what was seen until then. */
export function deadlineFor(remainingMs: number): AbortSignal {
  const reserveMs = Math.min(MAX_RESERVE_MS, remainingMs * RESERVE_SHARE);
  return AbortSignal.timeout(Math.max(0, Math.floor(remainingMs - reserveMs)));
}
