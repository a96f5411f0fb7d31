import type { RunRecord } from '../../core/compliance/report.ts';
import { usualDistance } from '../../core/evidence/usual-distance.ts';
import { DAY_MS, HOUR_MS, minuteText } from '../../core/time.ts';
import { durationText } from '../../render/words/age.ts';
import { audienceWords } from '../../render/words/audience-words.ts';

/** Enough to find full runs between those of events, and to see the schedule. */
export const RUNS_TO_JUDGE = 200;

const UNKNOWN_SCHEDULE_MS = DAY_MS;

// A run that began later than this comes from a wrong clock: it would hide for long that no run is made any more.
const CLOCK_TOLERANCE_MS = HOUR_MS;

/** Why these runs do not show the present state; null: the last full run is recent enough. Pure. */
export function whyOutdated(runs: readonly RunRecord[], now: Date): string | null {
  const full = runs.filter(
    ({ scope, startedAt }) => scope === 'full' && Date.parse(startedAt) - now.getTime() <= CLOCK_TOLERANCE_MS,
  );
  const last = full.at(-1);
  if (!last) return whyNoFullRun(runs);
  const schedule = usualDistance(full.filter(({ trigger }) => trigger === 'schedule'));
  const age = now.getTime() - Date.parse(last.finishedAt);
  if (age <= 2 * (schedule ?? UNKNOWN_SCHEDULE_MS)) return null;
  const beyond =
    schedule === null ? '' : `, more than twice the schedule (every ${durationText(schedule) || 'minute'})`;
  return `the last full run was ${durationText(age) || 'minutes'} ago${beyond}`;
}

function whyNoFullRun(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'no run yet';
  const others = runs.some(({ scope }) => scope === 'full')
    ? 'only runs of single changes or of a wrong clock'
    : 'only runs of single changes';
  return runs.length < RUNS_TO_JUDGE
    ? `no full run yet, ${others}`
    : `no full run among the last ${runs.length}, ${others}`;
}

/** Why the alerts of the last run with a message may have reached nobody; null: somebody could receive them. Pure. */
export function whyUnreceived(runs: readonly RunRecord[]): string | null {
  const last = runs.findLast(({ audience }) => audience !== undefined);
  const words = last?.audience ? audienceWords(last.audience) : null;
  return last && words ? `in the run of ${minuteText(last.startedAt)}: ${words}` : null;
}
