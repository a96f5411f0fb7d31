const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The time between two ISO times in words, such as `4 days`; nothing for less than a minute, or for clocks that disagree. */
export function age(since: string, at: string): string {
  return duration(Date.parse(at) - Date.parse(since));
}

export function duration(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} hours`;
  return ms >= 2 * MINUTE_MS ? `${Math.floor(ms / MINUTE_MS)} minutes` : '';
}
