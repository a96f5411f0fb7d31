import type { MacieCall } from '../activity/macie-call.ts';
import { targetKey, type Target } from '../target.ts';
import { SECOND_MS } from '../time.ts';

/**
 * A repair that a run recorded before it sent it. `recorded`: no run has seen yet what came of it. `sent`: AWS took it, and
 * no reading showed it. `verified`: a reading showed it. `lost`: the run ended before it knew, and the drift is still there.
 */
export interface RepairAttempt {
  readonly setting: string;
  readonly at: string;
  readonly outcome: 'recorded' | 'sent' | 'verified' | 'lost';
  readonly desired: string;
  readonly actual: string | null;
  readonly action: string;
  /** The call that had made the drift, where that was known, as long as the outcome is not. */
  readonly call: MacieCall | null;
}

/** The repairs of one target, oldest first. */
export interface RepairLedger extends Target {
  readonly kind: 'repairs';
  readonly attempts: readonly RepairAttempt[];
}

export function attemptsOf(ledgers: readonly RepairLedger[], target: Target): readonly RepairAttempt[] {
  return ledgers.find((one) => targetKey(one) === targetKey(target))?.attempts ?? [];
}

/** The calls that can have made the drift of now: none from before the last repair of an earlier run. */
export function callsSinceRepair(
  calls: readonly MacieCall[],
  attempts: readonly RepairAttempt[],
  setting: string,
): readonly MacieCall[] {
  const made = attempts.filter(
    (one) => one.setting === setting && (one.outcome === 'sent' || one.outcome === 'verified'),
  );
  const lastMs = Math.max(...made.map(({ at }) => Date.parse(at)));
  // CloudTrail gives whole seconds: a call of the same second may have come after the repair.
  return calls.filter(({ at }) => Date.parse(at) + SECOND_MS > lastMs);
}
