import type { SkippedSetting, Plan } from '../compliance/plan.ts';
import { targetKey } from '../target.ts';
import { timeText } from '../time.ts';
import { attemptsOf, type RepairLedger } from './repair-attempt.ts';

/** A planned repair that waits until the cool-down of its target has passed. */
export interface CoolingRepair extends SkippedSetting {
  /** ISO 8601 UTC. */
  readonly until: string;
}

/** The planned repairs of targets that were repaired less than `coolDownMs` ago, in whatever setting. */
export function coolDown(
  plan: Plan,
  { ledgers, now, coolDownMs }: { ledgers: readonly RepairLedger[]; now: Date; coolDownMs: number },
): readonly CoolingRepair[] {
  return plan.writes.flatMap(({ target, settings }) => {
    // A time in the future comes from a wrong clock and does not count.
    const times = attemptsOf(ledgers, target).map(({ at }) => Date.parse(at));
    const last = Math.max(...times.filter((time) => time <= now.getTime()));
    if (now.getTime() >= last + coolDownMs) return [];
    const until = new Date(last + coolDownMs).toISOString();
    const repaired = timeText(new Date(last).toISOString());
    const detail = `the session was repaired at ${repaired}, and the next repair waits until ${timeText(until)}`;
    return settings.map((setting) => ({ ...target, setting, until, detail }));
  });
}

/** The targets that wait for the cool-down. Serialisable. */
export interface Cooling {
  /** The keys of the targets that only wait for the cool-down. */
  readonly targets: readonly string[];
  /** When the last of them has waited, ISO 8601 UTC; null if none waits. */
  readonly until: string | null;
}

export const NOT_COOLING: Cooling = { targets: [], until: null };

export function coolingOf(repairs: readonly CoolingRepair[]): Cooling {
  return {
    targets: [...new Set(repairs.map(targetKey))],
    until:
      repairs
        .map(({ until }) => until)
        .toSorted()
        .at(-1) ?? null,
  };
}
