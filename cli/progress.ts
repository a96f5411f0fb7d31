import type { Progress } from '../lib/app/scan/deps.ts';
import type { Io } from './io.ts';

const BAR_WIDTH = 24;
const CLEAR = '\r\u001b[K';

export interface ProgressBar {
  readonly show: (progress: Progress) => void;
  readonly clear: () => void;
}

/** One line that is drawn anew, on a terminal only. Thirty lines of ours instead of a library: nothing else is needed of one. */
export function progressBar({ stderr, env }: Io, isQuiet: boolean): ProgressBar {
  if (isQuiet || !stderr.isTTY || env['CI'] !== undefined) return { show: () => undefined, clear: () => undefined };
  return {
    show: ({ phase, done, total }) => {
      const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
      const bar = `${'━'.repeat(filled)}${'─'.repeat(BAR_WIDTH - filled)}`;
      stderr.write(`${CLEAR}${phase} ${bar} ${done}/${total}`);
    },
    clear: () => {
      stderr.write(CLEAR);
    },
  };
}
