import type { Report } from '../compliance/report.ts';

/** A Region that a stand-in list lacks was not taken out of the policy: nothing follows from its absence. */
export function coversWholePolicy({ scope, notices }: Pick<Report, 'scope' | 'notices'>): boolean {
  return (
    scope.kind === 'full' &&
    scope.targets > 0 &&
    !notices.some(({ kind }) => kind === 'regions-not-live' || kind === 'regions-enabled-unknown')
  );
}
