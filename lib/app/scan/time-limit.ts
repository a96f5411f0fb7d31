import type { Lookup } from '../../core/lookup.ts';

/** A signal that ends with any of the given ones, or when the time is used up. Its timer does not keep the process alive. */
export function timeLimit(ms: number, ...signals: readonly AbortSignal[]): AbortSignal {
  // A timer ends no earlier than the work that begins now.
  if (ms <= 0) return AbortSignal.abort();
  return AbortSignal.any([AbortSignal.timeout(ms), ...signals]);
}

/** A list of 10,000 members has 400 pages, one after the other. */
const LONGEST_LIST_MS = 300_000;

/** The limit of a list of members. */
export function listLimit(callBudgetMs: number, signal: AbortSignal): AbortSignal {
  return timeLimit(Math.max(LONGEST_LIST_MS, callBudgetMs), signal);
}

/** What is known of whatever a Macie administrator did not show in time. */
export const ADMINISTRATOR_LATE = {
  kind: 'unknown',
  reason: 'timeout',
  detail: 'the Macie administrator gave no answer in time',
} as const;

/**
 * The result of `work`, or of `late` as soon as the signal ends. The SDK does not check its signal while it waits
 * between two attempts, so handing it the signal is not enough.
 */
export async function withinLimit<T>(
  signal: AbortSignal,
  { work, late }: { work: () => Promise<T>; late: () => T },
): Promise<T> {
  if (signal.aborted) return late();
  const { promise: ended, resolve } = Promise.withResolvers<T>();
  const onAbort = (): void => resolve(late());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), ended]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A lookup that ends with its limit. */
export function inTime<T>(limit: AbortSignal, work: () => Promise<Lookup<T>>): Promise<Lookup<T>> {
  return withinLimit(limit, { work, late: () => ({ kind: 'unknown', why: 'it gave no answer in time' }) });
}
