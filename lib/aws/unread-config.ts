import { readFile } from 'node:fs/promises';
import type { SharedProfile } from './shared-config.ts';

/**
 * A sentence on each file of the AWS configuration that is there and cannot be read, and one where neither is there. The SDK takes such a
 * file for an empty one.
 */
export async function unreadConfig({ files }: Pick<SharedProfile, 'files'>): Promise<readonly string[]> {
  const { getHomeDir } = await import('@smithy/core/config');
  const codes = await Promise.all(files.map((file) => readingError(file.replace(/^~(?=\/)/, () => getHomeDir()))));
  if (codes.every((code) => code === 'ENOENT')) return ['Neither file is there'];
  return files.flatMap((file, index) => {
    const code = codes[index];
    return code === null || code === 'ENOENT' ? [] : [`${file} cannot be read (${code})`];
  });
}

/** The code of the error; null: the file can be read. */
async function readingError(path: string): Promise<string | null> {
  try {
    await readFile(path);
    return null;
  } catch (error) {
    return String(Object(error).code);
  }
}
