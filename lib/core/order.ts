import type { Target } from './target.ts';

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By account, then Region. */
export function compareTargets(a: Target, b: Target): number {
  return compareText(a.accountId, b.accountId) || compareText(a.region, b.region);
}
