import { SECOND_MS } from '../../core/time.ts';

/** The pace of the writes of one administrator in one Region. */
export interface Pace {
  waitMs: number;
}

const FASTEST_MS = SECOND_MS;
const SLOWEST_MS = 32 * SECOND_MS;

/** How often a throttled write is sent again in a lane. */
export const THROTTLED_RETRIES = 4;

export function newPace(): Pace {
  return { waitMs: FASTEST_MS };
}

/** After a throttled write. */
export function slowDown(pace: Pace): void {
  pace.waitMs = Math.min(pace.waitMs * 2, SLOWEST_MS);
}

/** After a write that was taken. */
export function speedUp(pace: Pace): void {
  pace.waitMs = Math.max(pace.waitMs / 2, FASTEST_MS);
}
