import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = join(import.meta.dirname, '../..');

/** What a package is made from. */
export const PARTS = [
  'handlers',
  'lib',
  'resources',
  'serverless',
  'policy.yml',
  'package.json',
  'serverless.yml',
  'tsconfig.json',
];

/** A copy of the project, to be packaged, invoked and edited. */
export function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Compiling the schema of serverless.yml takes longer than packaging: it is kept for all workers and runs. */
const SCHEMAS = join(tmpdir(), 'macie-warden-schemas');

/** So is compiling Serverless and its plugins. */
const COMPILED = join(tmpdir(), 'macie-warden-compiled');

interface Run {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `serverless` on a copy of the project, without credentials and with nothing of AWS in the environment. */
export async function serverless(
  args: readonly string[],
  { folder = copyProject(), env = {} }: Run = {},
): Promise<{ folder: string; output: string }> {
  const bin = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { ...environmentIn(folder), ...env },
  });
  return { folder, output: stdout + stderr };
}

export function environmentIn(folder: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    SLS_SCHEMA_CACHE_BASE_DIR: SCHEMAS,
    NODE_COMPILE_CACHE: COMPILED,
  };
}
