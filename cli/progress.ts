import type { Progress } from '../lib/core/progress.ts';
import { progressText } from '../lib/render/words/progress-words.ts';
import type { Io } from './io.ts';
import { redrawLine } from './terminal.ts';

/** The line is not drawn more often: thousands of targets are read in a second. */
const REDRAW_MS = 50;

export interface ProgressBar {
  /** A step of unknown length. */
  readonly begin: (step: string) => void;
  readonly show: (progress: Progress) => void;
  readonly clear: () => void;
}

const SILENT: ProgressBar = { begin: () => undefined, show: () => undefined, clear: () => undefined };

type ProgressIo = Pick<Io, 'stderr' | 'env' | 'now'>;

/** One line that is drawn anew, on a terminal only. A few lines of ours instead of a library: nothing else is needed of one. */
export function progressBar({ stderr, env, now }: ProgressIo, isQuiet: boolean): ProgressBar {
  if (isQuiet || !stderr.isTTY || isCi(env)) return SILENT;
  let startedAt = now().getTime();
  let drawnAt = 0;
  return {
    begin: (step) => {
      startedAt = now().getTime();
      redrawLine(stderr, `${step} …`);
    },
    show: (progress) => {
      const time = now().getTime();
      if (time - drawnAt < REDRAW_MS) return;
      drawnAt = time;
      redrawLine(stderr, progressText(progress, { elapsedMs: time - startedAt, width: stderr.columns }));
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
