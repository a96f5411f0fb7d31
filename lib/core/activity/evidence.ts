import type { GroupValues } from '../observation.ts';
import { SECOND_MS } from '../time.ts';
import { CLOCK_TOLERANCE_MS, changedAt, type MacieCall } from './macie-call.ts';

/** CloudTrail gives whole seconds, and its clock is not that of Macie. */
const TOLERANCE_MS = SECOND_MS + CLOCK_TOLERANCE_MS;

/** When calls can have been made that a session shows; null where nothing is known. */
export interface CallWindow {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** The calls of another session, and those after the last change of this one, have not made what it shows. */
export function windowOf(session: GroupValues | null): CallWindow {
  // A session that is off has no times.
  if (session === null || session['status'] === 'DISABLED') return { fromMs: null, toMs: null };
  const createdMs = Date.parse(String(session['createdAt']));
  const changedMs = Date.parse(String(changedAt(session)));
  return {
    fromMs: Number.isNaN(createdMs) ? null : createdMs - TOLERANCE_MS,
    toMs: Number.isNaN(changedMs) ? null : changedMs + TOLERANCE_MS,
  };
}

/**
 * The calls that may explain a session, or none: where the session reports a change that no known call made, the call behind a
 * drift may be that unknown one.
 */
export function fittingCalls(calls: readonly MacieCall[], session: GroupValues | null): readonly MacieCall[] {
  const { fromMs, toMs } = windowOf(session);
  const inWindow = calls.filter(({ at }) => {
    const ms = Date.parse(at);
    return (fromMs === null || ms >= fromMs) && (toMs === null || ms <= toMs);
  });
  if (toMs === null) return inWindow;
  const newestMs = Math.max(...inWindow.map(({ at }) => Date.parse(at)));
  return newestMs >= toMs - 2 * TOLERANCE_MS ? inWindow : [];
}
