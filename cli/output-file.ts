import { constants, type Stats } from 'node:fs';
import { access, lstat, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from './io.ts';

/** A place for the result of a command, tried before there is anything to write. Until then it leaves no trace. */
export interface OutputFile {
  readonly write: (parts: readonly string[]) => Promise<void>;
}

interface Found {
  readonly isLink: boolean;
  /** Of what a link points at; null: nothing is there. */
  readonly stats: Stats | null;
}

/**
 * Nothing or a regular file: the text is written beside it and renamed, so that nobody ever sees half of it. A link, a pipe, a
 * device, or a file that has a second name or cannot be replaced is written to. Throws a UsageError for a place that takes no text.
 */
export async function openOutputFile(path: string, cancel: AbortSignal): Promise<OutputFile> {
  const { isLink, stats } = await find(path);
  if (stats?.isDirectory()) throw new UsageError(`--output ${path}: expected a file, found a directory`);
  if (stats?.isFIFO()) return writeToPipe(path, cancel);
  if (isLink || (stats !== null && !isReplaceable(stats))) return writeInPlace(path);
  try {
    return await writeAndRename(path, stats === null ? {} : { mode: stats.mode & 0o7777 });
  } catch (error) {
    if (stats === null) throw cannotWrite(path, error);
    // The folder takes no new file, and the file may take text all the same.
    return writeInPlace(path);
  }
}

/** A new file in place of one with a second name, or of another owner, would not be the same file. */
function isReplaceable(stats: Stats): boolean {
  return stats.isFile() && stats.nlink === 1 && stats.uid === (process.getuid?.() ?? stats.uid);
}

async function find(path: string): Promise<Found> {
  const [link, stats] = await Promise.all([lstat(path).catch(() => null), stat(path).catch(() => null)]);
  return { isLink: link?.isSymbolicLink() ?? false, stats };
}

async function writeAndRename(path: string, { mode }: { readonly mode?: number }): Promise<OutputFile> {
  const temporary = `${path}.${process.pid}.tmp`;
  // A process that ends before it writes leaves nothing behind.
  await withFile(await open(temporary, 'wx'), []);
  await rm(temporary);
  return {
    write: (parts) => tried(path, replaceBy(temporary, parts, { path, ...(mode === undefined ? {} : { mode }) })),
  };
}

async function replaceBy(
  temporary: string,
  parts: readonly string[],
  { path, mode }: { readonly path: string; readonly mode?: number },
): Promise<void> {
  try {
    const file = await open(temporary, 'wx');
    if (mode !== undefined) await file.chmod(mode);
    await withFile(file, parts);
    // A file that is a mount point of its own cannot be replaced.
    await rename(temporary, path).catch(() => replaceText(path, parts));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeInPlace(path: string): Promise<OutputFile> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  // A link that points at nothing is tried when there is something to write.
  if (isThere) await tried(path, access(path, constants.W_OK));
  return { write: (parts) => tried(path, replaceText(path, parts)) };
}

async function replaceText(path: string, parts: readonly string[]): Promise<void> {
  await withFile(await open(path, 'w'), parts);
}

const POLL_MS = 50;

/** Waits for a reader without blocking the process: opening a pipe for writing alone would. */
async function writeToPipe(path: string, cancel: AbortSignal): Promise<OutputFile> {
  await tried(path, access(path, constants.W_OK));
  return {
    write: async (parts) => {
      let probe = await openForReader(path);
      while (probe === null) {
        await sleep(POLL_MS, undefined, { signal: cancel });
        probe = await openForReader(path);
      }
      const file = await open(path, constants.O_WRONLY);
      await probe.close();
      await tried(path, withFile(file, parts));
    },
  };
}

async function openForReader(path: string): Promise<FileHandle | null> {
  return open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    if (codeOf(error) === 'ENXIO') return null;
    throw cannotWrite(path, error);
  });
}

async function withFile(file: FileHandle, parts: readonly string[]): Promise<void> {
  try {
    await file.writeFile(parts);
  } catch (error) {
    // A reader that leaves early is no error.
    if (codeOf(error) !== 'EPIPE') throw error;
  } finally {
    await file.close();
  }
}

async function tried(path: string, work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

const HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'Name a file in a directory that is there',
  ENOTDIR: 'Name a file in a directory that is there',
  EACCES: 'Look at the permissions of the file and of its directory',
  EPERM: 'Look at the permissions of the file and of its directory',
  EROFS: 'The file system takes no writes',
  ENOSPC: 'There is no space left',
};

function cannotWrite(path: string, error: unknown): UsageError {
  const code = codeOf(error);
  const hint = HINTS[code];
  return new UsageError(`--output ${path}: cannot write there (${code})${hint === undefined ? '' : `. ${hint}`}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
