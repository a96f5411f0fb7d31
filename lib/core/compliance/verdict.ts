import { SESSION } from '../settings/session.ts';
import type { Assessment } from './assess.ts';
import type { Outcome } from './drift.ts';
import type { Report, Result, RunVerdict, Summary, Verdict } from './report.ts';

/** The verdict of a target at the end of a run. A verified repair is no drift any more. */
export function targetVerdict({ observations, drifts, unknowns, actual }: Assessment): Verdict {
  if (observations[SESSION]?.kind === 'not-applicable') return 'not-applicable';
  // A group that could not be read after a write shows no drift, whatever it showed before.
  const open = drifts.filter(({ setting, outcome }) => outcome !== 'verified' && actual[setting] !== undefined);
  if (open.some(({ waiver }) => waiver === null)) return 'drifted';
  if (unknowns.length > 0) return 'unknown';
  return open.length > 0 ? 'waived' : 'compliant';
}

/** The verdict of a run. A run that read no session has nothing to be green about. */
export function runVerdict(summary: Summary): RunVerdict {
  if (summary.drifted > 0) return 'drifted';
  if (summary.unknown > 0 || summary.compliant + summary.waived === 0) return 'unknown';
  return 'compliant';
}

/** 0 compliant, 1 drift, 2 no drift but something unknown. 3 is for runs that made no report. */
export const EXIT_CODES = { compliant: 0, drifted: 1, unknown: 2 } as const satisfies Record<RunVerdict, number>;

/** The verdicts for which the command line fails: drift alone, drift and unknown, none. */
export const FAIL_ON = ['drifted', 'unknown', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export function exitCodeOf(verdict: RunVerdict, failOn: FailOn): number {
  if (failOn === 'never' || (failOn === 'drifted' && verdict === 'unknown')) return EXIT_CODES.compliant;
  return EXIT_CODES[verdict];
}

export function summarize(results: readonly Result[]): Summary {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return {
    targets: results.length,
    compliant: count('compliant'),
    drifted: count('drifted'),
    waived: count('waived'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
  };
}

const REPAIR_OUTCOMES: ReadonlySet<Outcome> = new Set(['applied', 'verified', 'failed']);

/** Does a report need a message? A run without drift, unknown or repair does not. */
export function hasNews({ verdict, results }: Report, notify: 'drift' | 'always'): boolean {
  return notify === 'always' || verdict !== 'compliant' || hasWritten({ results });
}

/** Did the run send a write, whatever came of it? */
export function hasWritten({ results }: Pick<Report, 'results'>): boolean {
  return results.some(({ drifts }) => drifts.some(({ outcome }) => REPAIR_OUTCOMES.has(outcome)));
}
