import type { ExpectedGroups } from '../../core/activity/expected-groups.ts';
import { hasReached, type ExpectedState } from '../../core/activity/expected-state.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import type { Reason } from '../../core/observation.ts';
import { targetKey } from '../../core/target.ts';

/** A target that is unknown for one of these reasons may be readable soon. */
const TRANSIENT: ReadonlySet<Reason> = new Set(['throttled', 'timeout', 'network', 'service-error', 'bad-response']);

export interface Expectations {
  readonly expected: Readonly<Record<string, ExpectedState>>;
  readonly expectedGroups: ExpectedGroups;
  /** The time of the run was over before all was done. */
  readonly isCut: boolean;
}

/**
 * The keys of the targets to check again: those that could not be read or repaired for a while, and those that still show the
 * state of before the call.
 */
export function targetsToCheckAgain({ results }: Report, expectations: Expectations): ReadonlySet<string> {
  return new Set(results.filter((result) => mustCheckAgain(result, expectations)).map(targetKey));
}

function mustCheckAgain(result: Result, { expected, expectedGroups, isCut }: Expectations): boolean {
  const { verdict, drifts, unknowns, reason, session } = result;
  if (verdict === 'unknown') return reason !== null && TRANSIENT.has(reason);
  const isLeft = drifts.some(
    ({ outcome, failure }) => (isCut && outcome === 'skipped') || (failure !== null && TRANSIENT.has(failure.reason)),
  );
  const called = expectedGroups[targetKey(result)] ?? {};
  if (isLeft || unknowns.some((one) => called[one.group] !== undefined && TRANSIENT.has(one.reason))) return true;
  const state = expected[targetKey(result)];
  const isWritten = drifts.some(({ outcome }) => outcome === 'verified' || outcome === 'applied');
  return !isWritten && state?.kind === 'ambiguous' && session !== null && !hasReached(session, state);
}
