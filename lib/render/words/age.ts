import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';

/** The time between two ISO times in words, such as `4 days`; empty for less than two minutes, or for clocks that disagree. */
export function ageText(since: string, at: string): string {
  return durationText(Date.parse(at) - Date.parse(since));
}

// Not Intl.DurationFormat: Node 22 does not have it.
export function durationText(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} hours`;
  return ms >= 2 * MINUTE_MS ? `${Math.floor(ms / MINUTE_MS)} minutes` : '';
}
