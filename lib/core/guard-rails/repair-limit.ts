import type { HeldBack, Plan } from '../compliance/plan.ts';
import type { Target } from '../target.ts';
import { DAY_MS, HOUR_MS, isWithin, timeText } from '../time.ts';
import { attemptsOf, type RepairAttempt, type RepairLedger } from './repair-attempt.ts';

/** Repairs of a setting whose limit is reached. `undone`: a repair was seen, and came undone; else no reading ever showed one. */
export interface LimitedRepair extends HeldBack {
  readonly isUndone: boolean;
  /** When the repair is tried again, ISO 8601 UTC. */
  readonly until: string;
}

/** A repair that never showed is sent again after this long: it does no harm, and Macie may be off. */
const RETRY_MS = HOUR_MS;

/**
 * The planned repairs that were made `maxRepairs` times within a day. A person or a script that undoes a repair will undo
 * the next one too.
 */
export function limitRepairs(
  plan: Plan,
  { ledgers, now, maxRepairs }: { ledgers: readonly RepairLedger[]; now: Date; maxRepairs: number },
): readonly LimitedRepair[] {
  return plan.writes.flatMap(({ target, settings }) => {
    const attempts = attemptsOf(ledgers, target);
    return settings.flatMap((setting) => limitOf(attempts, { target, setting, now, maxRepairs }) ?? []);
  });
}

function limitOf(
  attempts: readonly RepairAttempt[],
  { target, setting, now, maxRepairs }: { target: Target; setting: string; now: Date; maxRepairs: number },
): LimitedRepair | null {
  // An attempt whose outcome is not known may have been sent.
  const made = attempts.filter(({ setting: id, at }) => id === setting && isWithin(at, { now, ms: DAY_MS }));
  if (made.length < maxRepairs) return null;
  const times = made.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b);
  const isUndone = made.some(({ outcome }) => outcome === 'verified');
  const since = Math.min(...times.slice(-maxRepairs));
  const until = isUndone ? since + DAY_MS : Math.max(...times) + RETRY_MS;
  if (now.getTime() >= until) return null;
  const count = made.length === 1 ? 'once' : `${made.length} times`;
  const done = isUndone
    ? `macie-warden has repaired it ${count} since ${textOf(since)}, and it was undone again`
    : `macie-warden has sent this repair ${count} since ${textOf(since)}, and no reading has shown it`;
  return {
    ...target,
    setting,
    isUndone,
    until: new Date(until).toISOString(),
    detail: `${done}: it is left alone until ${textOf(until)}`,
  };
}

function textOf(ms: number): string {
  return timeText(new Date(ms).toISOString());
}
