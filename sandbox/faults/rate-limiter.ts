const WINDOW_MS = 1000;

/** Counts the accepted calls of the last second, per key. A rejected call does not count. */
export class RateLimiter {
  readonly #acceptedAt = new Map<string, readonly number[]>();

  accepts(key: string, { perSecond, now }: { perSecond: number; now: Date }): boolean {
    const nowMs = now.getTime();
    const recent = (this.#acceptedAt.get(key) ?? []).filter((time) => nowMs - time < WINDOW_MS);
    const isAccepted = recent.length < perSecond;
    this.#acceptedAt.set(key, isAccepted ? [...recent, nowMs] : recent);
    return isAccepted;
  }
}
