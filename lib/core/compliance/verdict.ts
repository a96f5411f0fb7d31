import type { Assessment } from './assess.ts';
import type { Verdict } from '../model.ts';
import type { Result, RunVerdict, Summary } from './report.ts';

/** The verdict of a target at the end of a run. A verified repair is no drift any more. */
export function targetVerdict({ observation, drifts, unseen }: Assessment): Verdict {
  if (observation.kind === 'not-applicable') return 'not-applicable';
  if (observation.kind === 'unknown') return 'unknown';
  const open = drifts.filter(({ outcome }) => outcome !== 'verified');
  if (open.some(({ waiver }) => waiver === null)) return 'drifted';
  if (unseen.length > 0) return 'unknown';
  return open.length > 0 ? 'waived' : 'compliant';
}

/** The verdict of a run. A run that saw no session has nothing to be green about. */
export function runVerdict(summary: Summary): RunVerdict {
  if (summary.drifted > 0) return 'drifted';
  if (summary.unknown > 0 || summary.compliant + summary.waived === 0) return 'unknown';
  return 'compliant';
}

/** 0 compliant, 1 drift, 2 no drift but something unknown. 3 is for runs that made no report. */
export const EXIT_CODES = { compliant: 0, drifted: 1, unknown: 2 } as const satisfies Record<RunVerdict, number>;

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
