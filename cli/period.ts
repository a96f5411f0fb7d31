import { InvalidArgumentError } from 'commander';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/core/time.ts';

const TIME = 'a date such as 2026-01-01, or a time such as 2026-01-01T09:00:00Z (UTC)';

/** The beginning of a period in ms: a date is its first moment. */
export function beginning(text: string): number {
  return timeOf(text, 0);
}

/** The end of a period in ms, which is not in it: a date is its last moment. */
export function end(text: string): number {
  return timeOf(text, DAY_MS);
}

function timeOf(text: string, afterDateMs: number): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/.test(text);
  const ms = isDate || isTime ? Date.parse(text) : Number.NaN;
  // JavaScript takes 31 February for 3 March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text.slice(0, 10))
    throw new InvalidArgumentError(`Expected ${TIME}, found ${JSON.stringify(text)}.`);
  return ms + (isDate ? afterDateMs : 0);
}

const UNITS: Readonly<Record<string, number>> = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS };
const LONGEST_MS = 31 * DAY_MS;

/** Such as 90m, 2h or 3d, in ms. */
export function duration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([dhm])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? 0);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError(`Expected a time such as 90m, 2h or 3d, at most 31d, found ${JSON.stringify(text)}.`);
}
