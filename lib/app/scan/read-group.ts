import { showsExpected, type ExpectedValues } from '../../core/activity/expected-groups.ts';
import { hasReached, type ExpectedState } from '../../core/activity/expected-state.ts';
import type { Membership, Observation, Reading } from '../../core/observation.ts';
import type { AccountAccess, ReadOrder, ScanDeps } from './deps.ts';
import { timeLimit, withinLimit } from './time-limit.ts';

type ReadDeps = Pick<ScanDeps, 'limits' | 'wait'>;

export interface GroupOrder extends ReadOrder {
  /** A person has ended the run. */
  readonly cancel?: AbortSignal | undefined;
}

/** What is known of whatever was not read before a person ended the run. */
export const CANCELLED: Extract<Observation, { kind: 'unknown' }> = {
  kind: 'unknown',
  reason: 'not-reached',
  detail: 'the run was stopped before this was read',
};

/** One reading of a settings group. It ends with its budget or its signal, whichever is first. */
export async function readOnce(
  account: AccountAccess,
  { signal, cancel, ...order }: GroupOrder,
  { limits }: Pick<ScanDeps, 'limits'>,
): Promise<Reading> {
  const limit = timeLimit(limits.callBudgetMs, signal);
  return withinLimit(limit, {
    work: () => account.read({ ...order, signal: limit }),
    late: () =>
      cancel?.aborted ? CANCELLED : { kind: 'unknown', reason: 'timeout', detail: lateDetail(signal, limits) },
  });
}

/** The administrator of an account. It ends with its budget or its signal, whichever is first. */
export async function readMembership(
  account: AccountAccess,
  { region, signal, answers }: Omit<ReadOrder, 'group'>,
  { callBudgetMs }: ScanDeps['limits'],
): Promise<Membership> {
  const limit = timeLimit(callBudgetMs, signal);
  return withinLimit<Membership>(limit, {
    work: () => account.readMembership({ region, signal: limit, answers }),
    late: () => ({
      kind: 'unknown',
      reason: 'timeout',
      detail: 'the administrator of the account gave no answer in time',
    }),
  });
}

function lateDetail(signal: AbortSignal, { callBudgetMs }: ScanDeps['limits']): string {
  return signal.aborted
    ? 'the time of the run was over before this Region answered'
    : `no answer within ${callBudgetMs / 1000} s, retries included`;
}

/** Of the session, or of another settings group. */
type Expected = ExpectedState | ExpectedValues;

/** CloudTrail can be faster than Macie's own readings: they are repeated, with growing waits, until they show the expected state. */
export async function readUntilExpected(
  account: AccountAccess,
  order: GroupOrder & { readonly expected: Expected },
  deps: ReadDeps,
): Promise<Reading> {
  const { signal, expected } = order;
  let reading = await readOnce(account, order, deps);
  for (const waitMs of deps.limits.expectedStateWaitsMs) {
    if (signal.aborted || isFinal(reading) || shows(reading, expected) || isUndecided(expected)) break;
    await deps.wait(waitMs, signal);
    if (signal.aborted) break;
    reading = await readOnce(account, order, deps);
  }
  const isTaken = expected.kind === 'ambiguous' || expected.kind === 'unspecified';
  if (isTaken || reading.kind !== 'values' || shows(reading, expected)) return reading;
  // The values of before a call are not those of now.
  return {
    kind: 'unknown',
    reason: 'bad-response',
    detail: isUndecided(expected)
      ? `several calls at ${expected.at} set different values, and nothing shows which was the last`
      : `readings do not show yet what was called at ${expected.at}`,
  };
}

function shows(reading: Reading, expected: Expected): boolean {
  if (reading.kind !== 'values') return false;
  return expected.kind === 'values' ? showsExpected(reading.values, expected) : hasReached(reading.values, expected);
}

/** A session has a time that ends the doubt; no reading of another group does. */
function isUndecided(expected: Expected): boolean {
  return expected.kind === 'values' && expected.ambiguous.length > 0;
}

/** A target that used up its whole budget keeps the others waiting no longer, and one that cannot have the group never shows it. */
function isFinal(reading: Reading): boolean {
  return reading.kind === 'not-applicable' || (reading.kind === 'unknown' && reading.reason === 'timeout');
}
