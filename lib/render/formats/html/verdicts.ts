import type { Summary, Verdict } from '../../../core/compliance/report.ts';

/** How a verdict is shown: by its letter, by the class of its colour, in words. */
export interface VerdictSign {
  readonly verdict: Verdict;
  readonly letter: string;
  readonly name: string;
  readonly count: keyof Summary;
  /** The section that lists such targets; null: none does. */
  readonly section: string | null;
}

/** Worst first. */
export const VERDICT_SIGNS: readonly VerdictSign[] = [
  { verdict: 'drifted', letter: 'D', name: 'drifted', count: 'drifted', section: 'drifted' },
  { verdict: 'unknown', letter: 'U', name: 'unknown', count: 'unknown', section: 'unknown' },
  { verdict: 'waived', letter: 'W', name: 'waived', count: 'waived', section: 'waived' },
  { verdict: 'compliant', letter: 'C', name: 'compliant', count: 'compliant', section: null },
  {
    verdict: 'not-applicable',
    letter: 'N',
    name: 'not applicable',
    count: 'notApplicable',
    section: 'not-applicable',
  },
];

const BY_VERDICT: ReadonlyMap<Verdict, VerdictSign> = new Map(VERDICT_SIGNS.map((sign) => [sign.verdict, sign]));

export function signOf(verdict: Verdict): VerdictSign {
  const found = BY_VERDICT.get(verdict);
  if (found === undefined) throw new Error(`there is no sign for the verdict ${verdict}`);
  return found;
}
