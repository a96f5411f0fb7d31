import type { Observation, Reason } from '../core/observation.ts';
import { MINUTE_MS } from '../core/time.ts';

/** So many accounts in a row without an answer, and the Region counts as down. */
export const FAILURES_TO_OPEN = 3;
/** A Region that counts as down is tried again this long after its last failure. */
const RETRY_AFTER_MS = MINUTE_MS;

/** How one Region has answered the accounts of a scan so far. */
interface RegionHealth {
  readonly failuresInARow: number;
  readonly lastReason: Reason;
  /** When it last failed, or was last tried while it counted as down, in milliseconds. */
  readonly at: number;
}

/** Of a Region that gave no answer, not even an error. */
export const WITHOUT_ANSWER: ReadonlySet<Reason> = new Set(['timeout', 'network']);

/** Why a Region gave no answer; null: it gave one, be it an error. */
function whyNoAnswer(session: Observation): Reason | null {
  return session.kind === 'unknown' && WITHOUT_ANSWER.has(session.reason) ? session.reason : null;
}

/** Does a Region count as down at a time? */
function isDown({ failuresInARow, at: since }: RegionHealth, at: number): boolean {
  return failuresInARow >= FAILURES_TO_OPEN && at - since < RETRY_AFTER_MS;
}

/** What is known of a target in a Region that counts as down. */
function notAsked(region: string, { lastReason }: RegionHealth): Observation {
  return {
    kind: 'unknown',
    reason: 'not-reached',
    detail: `${region} was not asked for this account, because it gave ${FAILURES_TO_OPEN} accounts in a row no answer (${lastReason})`,
  };
}

/** The Regions of one scan. A Region that is down costs its time limit once, and not once for each account. */
export interface RegionBreaker {
  /** What stands for a target that is not to be read; null: it is to be read. */
  readonly instead: (region: string) => Observation | null;
  readonly record: (region: string, session: Observation) => void;
}

export function createRegionBreaker(now: () => Date): RegionBreaker {
  const healths = new Map<string, RegionHealth>();
  return {
    instead: (region) => {
      const health = healths.get(region);
      if (!health || health.failuresInARow < FAILURES_TO_OPEN) return null;
      const at = now().getTime();
      if (isDown(health, at)) return notAsked(region, health);
      // The account that tries a Region again tries it alone.
      healths.set(region, { ...health, at });
      return null;
    },
    record: (region, session) => {
      const lastReason = whyNoAnswer(session);
      if (lastReason === null) healths.delete(region);
      else {
        const failuresInARow = (healths.get(region)?.failuresInARow ?? 0) + 1;
        healths.set(region, { failuresInARow, lastReason, at: now().getTime() });
      }
    },
  };
}
