import { MINUTE_MS } from '../time.ts';

// A schedule of working days has a long gap once in five: it is usual. An outage now and then is not.
const SHARE_OF_GAPS = 0.85;

/** The usual time between runs, oldest first, in ms; null: there are too few to see one. */
export function usualDistance(runs: readonly { readonly startedAt: string }[]): number | null {
  const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
  const gaps = starts
    .slice(1)
    .map((start, index) => start - Number(starts[index]))
    .toSorted((a, b) => a - b);
  const usual = gaps[Math.max(0, Math.ceil(gaps.length * SHARE_OF_GAPS) - 1)];
  return usual === undefined ? null : Math.max(MINUTE_MS, usual);
}
