import type { Progress } from '../lib/app/scan/deps.ts';
import type { Io } from './io.ts';
import { redrawLine } from './terminal.ts';

const BAR_WIDTH = 24;

export interface ProgressBar {
  /** A step of unknown length. */
  readonly begin: (step: string) => void;
  readonly show: (progress: Progress) => void;
  readonly clear: () => void;
}

const SILENT: ProgressBar = { begin: () => undefined, show: () => undefined, clear: () => undefined };

/** One line that is drawn anew, on a terminal only. Thirty lines of ours instead of a library: nothing else is needed of one. */
export function progressBar({ stderr, env }: Io, isQuiet: boolean): ProgressBar {
  if (isQuiet || !stderr.isTTY || isCi(env)) return SILENT;
  return {
    begin: (step) => redrawLine(stderr, `${step} …`),
    show: ({ phase, done, total }) => {
      const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
      const bar = `${'━'.repeat(filled)}${'─'.repeat(BAR_WIDTH - filled)}`;
      redrawLine(stderr, `${phase} ${bar} ${done}/${total}`);
    },
    clear: () => {
      redrawLine(stderr, '');
    },
  };
}

/** Some shells set it to say no. */
function isCi({ CI: value = '' }: Io['env']): boolean {
  return !/^(?:|0|false)$/i.test(value);
}
