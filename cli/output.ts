import { stat } from 'node:fs/promises';
import { note, UsageError, type Io } from './io.ts';
import { openOutputFile } from './output-file.ts';
import { safeText, write } from './terminal.ts';
import { pathFrom } from './where.ts';

/** Where the result of a command goes. */
export interface Output {
  /** null: a file. */
  readonly stream: NodeJS.WriteStream | null;
  /** Resolves with whether there is a reader. A file is written once, so its text may come in parts. */
  readonly write: (text: string | readonly string[], options?: { readonly isPainted?: boolean }) => Promise<boolean>;
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
    return { stream: to, write: (text, options) => write(to, [text].flat().join(''), options) };
  }
  if (typed.trim() === '') throw new UsageError(`--output: expected a file, found ${JSON.stringify(typed)}`);
  const path = pathFrom(typed, io);
  const file = await openOutputFile(path, io.cancel);
  return {
    stream: null,
    write: async (text) => {
      const parts = [text].flat().map((part) => safeText(part));
      await file.write(parts);
      const bytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
      if (quiet !== true) await note(io, `wrote ${path} (${sizeText(bytes)})`);
      return true;
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

/** Tries the output before `work` makes its first call. */
export async function withOutput(
  options: OutputOptions,
  { io, work }: { io: Io; work: (output: Output) => Promise<unknown> },
): Promise<void> {
  await work(await openOutput(options, io));
}
