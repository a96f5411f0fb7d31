import type { RepairAttempt } from '../guard-rails/repair-attempt.ts';
import type { LimitedRepair } from '../guard-rails/repair-limit.ts';
import { targetKey, type Target } from '../target.ts';
import type { DriftRecord, State, UnreadableRecord } from './records.ts';

/** The part of the state that is about one target. */
export interface TargetState {
  readonly drifts: readonly DriftRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  readonly attempts: readonly RepairAttempt[];
  readonly limited: readonly LimitedRepair[];
  readonly attemptsOf: (setting: string) => readonly RepairAttempt[];
}

export const NOTHING_KNOWN: TargetState = {
  drifts: [],
  unreadable: [],
  attempts: [],
  limited: [],
  attemptsOf: () => [],
};

/** The state by target: a run over thousands of targets asks for each once. */
export function indexState(
  { drifts, unreadable, ledgers }: State,
  limited: readonly LimitedRepair[],
): { readonly targets: readonly Target[]; readonly of: (target: Target) => TargetState | null } {
  const byTarget = {
    drifts: Map.groupBy(drifts, targetKey),
    unreadable: Map.groupBy(unreadable, targetKey),
    attempts: new Map(ledgers.map((ledger) => [targetKey(ledger), ledger.attempts])),
    limited: Map.groupBy(limited, targetKey),
  };
  const targets = [...drifts, ...unreadable, ...ledgers].map(({ accountId, region }) => ({ accountId, region }));
  return {
    targets: [...new Map(targets.map((target) => [targetKey(target), target])).values()],
    of: (target) => {
      const key = targetKey(target);
      const found = {
        drifts: byTarget.drifts.get(key) ?? [],
        unreadable: byTarget.unreadable.get(key) ?? [],
        attempts: byTarget.attempts.get(key) ?? [],
        limited: byTarget.limited.get(key) ?? [],
      };
      if (Object.values(found).every(({ length }) => length === 0)) return null;
      return { ...found, attemptsOf: (setting) => found.attempts.filter((one) => one.setting === setting) };
    },
  };
}
