import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ACCOUNT_ID } from '../lib/core/names.ts';
import { sha256Of } from '../lib/policy/sha256.ts';
import { isPath } from '../lib/policy/source.ts';
import { note, type Io } from './io.ts';

/** The accounts that failed in the last check of their roles, for `accounts --failed`. */
export interface FailedAccounts {
  readonly checkedAt: string;
  readonly failed: readonly string[];
}

/** Each policy has a file of its own; the same source seen from another account is another policy. */
export interface PolicyOfCheck {
  readonly source: string;
  readonly ownId: string;
}

const VERSION = 1;

/** null: there is no file, or none that this version can read. */
export async function loadFailed(policy: PolicyOfCheck, io: Io): Promise<FailedAccounts | null> {
  const text = await readFile(pathOf(policy, io), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isFailedAccounts(value) ? value : null;
  } catch {
    return null;
  }
}

/** A check is no worse where its result cannot be kept. */
export async function saveFailed(policy: PolicyOfCheck, failed: FailedAccounts, io: Io): Promise<void> {
  const path = pathOf(policy, io);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify({ version: VERSION, source: policy.source, ...failed }, null, 2)}\n`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    await note(
      io,
      `macie-warden: warning: ${path} cannot be written (${why}), so --failed will not know of this check`,
    );
  }
}

/** https://specifications.freedesktop.org/basedir-spec/latest/: a path that is not absolute is ignored. */
function pathOf({ source, ownId }: PolicyOfCheck, { env, cwd }: Pick<Io, 'env' | 'cwd'>): string {
  const xdg = env['XDG_CACHE_HOME'];
  const cache = xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.cache');
  const place = isPath(source) ? resolve(cwd, source) : source;
  return join(cache, 'macie-warden', `accounts-${sha256Of(`${place} ${ownId}`).slice(0, 16)}.json`);
}

function isFailedAccounts(value: unknown): value is FailedAccounts {
  if (typeof value !== 'object' || value === null) return false;
  const { version, checkedAt, failed }: Partial<Record<string, unknown>> = { ...value };
  return (
    version === VERSION &&
    typeof checkedAt === 'string' &&
    Array.isArray(failed) &&
    failed.every((id) => typeof id === 'string' && ACCOUNT_ID.test(id))
  );
}
