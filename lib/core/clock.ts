/** A time as people read it, such as 2026-11-24 09:00:05 UTC, of ISO 8601. */
export function clock(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2}).*$/, '$1 $2 UTC');
}
