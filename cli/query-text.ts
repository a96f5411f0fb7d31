import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError, type Io } from './io.ts';
import { pathFrom } from './where.ts';

export interface SqlSource {
  readonly input?: string;
}

/** The SQL of a command: its argument, a file, or stdin. */
export async function sqlText(argument: string | undefined, { input }: SqlSource, io: Io): Promise<string> {
  if (argument !== undefined && input !== undefined)
    throw new UsageError('--input: expected the SQL in a file or as an argument, found both');
  const source = input ?? (argument === '-' ? '-' : undefined);
  if (source === undefined && argument === undefined)
    throw new UsageError('there is no SQL: give it as an argument, in a file with --input, or as - on stdin');
  // A line before it has kept a comment from being taken for an option.
  return source === undefined ? (argument ?? '').replace(/^\n(?=--)/, '') : textFrom(source, { option: '--input', io });
}

/** The text of a file, or of stdin for `-`. */
export async function textFrom(
  path: string,
  { option, io }: { readonly option: string; readonly io: Io },
): Promise<string> {
  if (path === '-') return text(io.stdin);
  return readFile(pathFrom(path, io), 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${option} ${path}: cannot be read (${code}). Name a file that is there`);
  });
}
