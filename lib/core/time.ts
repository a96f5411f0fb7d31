export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A time for people, such as `2026-11-24 09:00:05 UTC`. Takes ISO 8601. */
export function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2}).*$/, '$1 $2 UTC');
}

/** The same to the minute, such as `2026-11-24 09:00 UTC`. */
export function minuteText(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, '$1 $2 UTC');
}

/** The times of the last day. A time in the future comes from a wrong clock and does not count. */
export function withinLastDay(times: readonly string[], now: Date): readonly string[] {
  return times.filter((time) => isWithin(time, { now, ms: DAY_MS }));
}

export function isWithin(time: string, { now, ms }: { readonly now: Date; readonly ms: number }): boolean {
  const ageMs = now.getTime() - Date.parse(time);
  return ageMs >= 0 && ageMs < ms;
}
