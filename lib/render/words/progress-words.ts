import { shownCount, timeLeftMs, type Progress, type ScanProgress } from '../../core/progress.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { countOf } from './sentence.ts';

const BAR_WIDTH = 24;
const SECOND_MS = 1000;

export interface ProgressContext {
  readonly elapsedMs: number;
  /** Of the terminal, if it says. */
  readonly width?: number | undefined;
}

/** How far a run is, in one line of a terminal. */
export function progressText(progress: Progress, { elapsedMs, width = 80 }: ProgressContext): string {
  const bar = barOf(shownCount(progress));
  if (progress.phase === 'writing') return `writing ${bar}`;
  if (progress.phase === 'checking') return `assuming roles ${bar}`;
  if (progress.accounts.total <= 1 && !progress.regions) return `reading ${bar}`;
  const parts = [
    `reading ${bar} ${progress.regions ? 'Regions' : 'accounts'}`,
    ...countsOf(progress),
    ...timeLeft(progress, elapsedMs),
  ];
  return fitted(parts, width);
}

function barOf({ done, total }: { readonly done: number; readonly total: number }): string {
  const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
  return `${'━'.repeat(filled)}${'─'.repeat(BAR_WIDTH - filled)} ${done}/${total}`;
}

function countsOf({ targets, drifted, unknown }: ScanProgress): readonly string[] {
  return [countOf(targets.done, 'target'), `${drifted} drifted`, `${unknown} unknown`];
}

function timeLeft(progress: ScanProgress, elapsedMs: number): readonly string[] {
  const left = timeLeftMs(progress, elapsedMs);
  if (left === null || left < SECOND_MS) return [];
  return [left < 2 * MINUTE_MS ? `${Math.ceil(left / SECOND_MS)} s left` : `${Math.ceil(left / MINUTE_MS)} min left`];
}

/** A line that is longer than the terminal cannot be drawn anew: its last parts are left out. */
function fitted(parts: readonly string[], width: number): string {
  const kept = [...parts];
  while (kept.length > 1 && kept.join(', ').length >= width) kept.pop();
  return kept.join(', ');
}
