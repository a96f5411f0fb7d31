import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
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
  if (path.trim() === '')
    throw new UsageError(`${option}: expected a file, or - for stdin, found ${JSON.stringify(path)}`);
  if (path === '-') return decoded(await buffer(io.stdin), `${option} -`);
  const bytes = await readFile(pathFrom(path, io)).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${option} ${path}: cannot be read (${code}). Name a file that is there`);
  });
  return decoded(bytes, `${option} ${path}`);
}

/** UTF-8, or UTF-16 with its mark, which PowerShell writes. */
function decoded(bytes: Uint8Array, place: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${place}: is not text in UTF-8. Save it in that encoding`);
  }
}
