import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { WardenError } from '../lib/core/errors.ts';
import { write } from './terminal.ts';

/** The process, as far as commands may see it. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream & Partial<Pick<WriteStream, 'columns'>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** The words with which the program was called, for examples. */
  readonly calledAs: string;
  /** The folder of the process. */
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly cancel: AbortSignal;
  /** From here on Ctrl-C ends the process at once; left out: it cannot. */
  readonly endOnInterrupt?: () => void;
}

/** Exit codes beside those of a verdict. */
export const FATAL = 3;
export const CANCELLED = 130;

/** How a command hands over its exit code. */
export type Finish = (exitCode: number) => void;

/** The command was called in a way that makes no sense. The message says which. */
export class UsageError extends WardenError {
  constructor(message: string) {
    super('usage', message);
  }
}

/** Where stderr cannot be written there is nobody to tell. */
export async function note({ stderr }: Pick<Io, 'stderr'>, line: string): Promise<void> {
  await write(stderr, `${line}\n`).catch(() => undefined);
}
