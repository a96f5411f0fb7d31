import { stat } from 'node:fs/promises';
import { note, UsageError, type Io } from './io.ts';
import { openOutputFile } from './output-file.ts';
import { safeText, write } from './terminal.ts';
import { pathFrom } from './where.ts';

/** Where the result of a command goes. */
export interface Output {
  /** null: a file. */
  readonly stream: NodeJS.WriteStream | null;
  readonly write: (text: string, options?: { readonly isPainted?: boolean }) => Promise<void>;
  /** Nothing will be written: leaves no trace. */
  readonly discard: () => Promise<void>;
}

export interface OutputOptions {
  readonly output?: string;
  readonly quiet?: true;
}

/** Opens the output before any call is made: a path that cannot be written to is an error of its own. */
async function openOutput({ output: typed, quiet }: OutputOptions, io: Io): Promise<Output> {
  const stream = streamOf(typed, io);
  if (typed === undefined || stream !== null) {
    const to = stream ?? io.stdout;
    return { stream: to, write: (text, options) => write(to, text, options), discard: () => Promise.resolve() };
  }
  if (typed.trim() === '') throw new UsageError(`--output: expected a file, found ${JSON.stringify(typed)}`);
  const path = pathFrom(typed, io);
  const file = await openOutputFile(path, io.cancel);
  return {
    stream: null,
    discard: file.discard,
    write: async (text) => {
      await file.write(safeText(text));
      if (quiet !== true) await note(io, `wrote ${path} (${sizeText(Buffer.byteLength(safeText(text)))})`);
    },
  };
}

/** The regular file that the output would replace; null: there is none. */
export async function existingFile(typed: string, io: Io): Promise<string | null> {
  if (streamOf(typed, io) !== null) return null;
  const path = pathFrom(typed, io);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? path : null;
}

const STDOUT = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);
const STDERR = new Set(['/dev/stderr', '/dev/fd/2', '/proc/self/fd/2']);

/** Our own streams by name: opened anew, a file behind them would lose what is in it. */
function streamOf(path: string | undefined, { stdout, stderr }: Io): NodeJS.WriteStream | null {
  if (path === undefined || STDOUT.has(path)) return stdout;
  return STDERR.has(path) ? stderr : null;
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / 1024)} KB`;
}

/** Runs `work` with an output, and leaves nothing behind if it fails. */
export async function withOutput(
  options: OutputOptions,
  { io, work }: { io: Io; work: (output: Output) => Promise<void> },
): Promise<void> {
  const output = await openOutput(options, io);
  try {
    await work(output);
  } catch (error) {
    await output.discard();
    throw error;
  }
}
