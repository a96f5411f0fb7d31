import type { SkippedSetting, Plan } from '../compliance/plan.ts';
import type { Target } from '../target.ts';
import { DAY_MS, HOUR_MS, isWithin, timeText } from '../time.ts';
import { attemptsOf, type RepairAttempt, type RepairLedger } from './repair-attempt.ts';

/** Repairs of a setting whose limit is reached. `undone`: a repair was seen, and came undone; else no reading ever showed one. */
export interface LimitedRepair extends SkippedSetting {
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
  const madeAt = made.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b);
  const isUndone = made.some(({ outcome }) => outcome === 'verified');
  const since = Math.min(...madeAt.slice(-maxRepairs));
  const until = isUndone ? since + DAY_MS : Math.max(...madeAt) + RETRY_MS;
  if (now.getTime() >= until) return null;
  return {
    ...target,
    setting,
    isUndone,
    until: new Date(until).toISOString(),
    detail: `${doneText(made, textOf(since))}: it is left alone until ${textOf(until)}`,
  };
}

/** The repairs that were made, by what is known of them. */
function doneText(made: readonly RepairAttempt[], since: string): string {
  const verified = made.filter(({ outcome }) => outcome === 'verified').length;
  const others = made.length - verified;
  if (verified > 0) {
    const more = others > 0 ? `, has sent ${others} more that no reading has shown` : '';
    return `macie-warden has repaired it ${times(verified)} since ${since}${more}, and it was undone again`;
  }
  return made.some(({ outcome }) => outcome === 'sent')
    ? `macie-warden has sent this repair ${times(others)} since ${since}, and no reading has shown it`
    : `macie-warden has set out to repair it ${times(others)} since ${since}, and each run ended before it knew the outcome`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function textOf(ms: number): string {
  return timeText(new Date(ms).toISOString());
}
