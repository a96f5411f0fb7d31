import type { Outcome } from '../core/model.ts';
import type { Report } from '../core/compliance/report.ts';

const ACTED_ON: ReadonlySet<Outcome> = new Set(['applied', 'verified', 'failed']);

/** Does anybody want to read this? A run that found everything in order and did nothing has nothing to say. */
export function isWorthSaying({ verdict, results }: Report, notify: 'drift' | 'always'): boolean {
  if (notify === 'always' || verdict !== 'compliant') return true;
  return results.some(({ drifts }) => drifts.some(({ outcome }) => ACTED_ON.has(outcome)));
}
