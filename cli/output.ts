import { open, rename, rm, stat } from 'node:fs/promises';
import { UsageError, type Io } from './io.ts';
import { write } from './terminal.ts';

/** Where the result of a command goes. */
export interface Output {
  readonly isTerminal: boolean;
  readonly write: (text: string) => Promise<void>;
  /** Nothing will be written: leaves no trace. */
  readonly discard: () => Promise<void>;
}

/**
 * Opens the output before there is anything to write: a path that cannot be written to is told before any call is made.
 * A file is written beside its place and then renamed, so that nobody ever sees half of it.
 */
async function openOutput(path: string | undefined, io: Io): Promise<Output> {
  if (path === undefined) {
    return { isTerminal: io.stdout.isTTY, write: (text) => write(io.stdout, text), discard: () => Promise.resolve() };
  }
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isDirectory) throw new UsageError(`--output ${path}: expected a file, found a directory`);
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'wx').catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--output ${path}: cannot write there (${why}). Name a file in a directory that is there`);
  });
  const discard = async (): Promise<void> => {
    await file.close();
    await rm(temporary, { force: true });
  };
  return {
    isTerminal: false,
    discard,
    write: async (text) => {
      await file.writeFile(text);
      await file.close();
      await rename(temporary, path);
    },
  };
}

/** Runs `work` with an output, and leaves nothing behind if it fails. */
export async function withOutput(
  path: string | undefined,
  { io, work }: { io: Io; work: (output: Output) => Promise<void> },
): Promise<void> {
  const output = await openOutput(path, io);
  try {
    await work(output);
  } catch (error) {
    await output.discard();
    throw error;
  }
}
