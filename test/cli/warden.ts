import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { beforeAll } from '@jest/globals';
import { bundled } from '../fixtures/programs.ts';
import { sandboxEnv, type Sandbox } from '../../sandbox/server/server.ts';

let main: string;
beforeAll(async () => {
  main = await bundled('cli/main.ts');
});

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunWarden {
  readonly cwd: string;
  readonly sandbox?: Pick<Sandbox, 'url'>;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Starts the real command line in a process of its own, with no AWS but the sandbox. */
export function startWarden(
  args: readonly string[],
  { cwd, sandbox, env = {} }: RunWarden,
): ChildProcessWithoutNullStreams {
  const aws = sandbox ? sandboxEnv(sandbox) : NO_AWS;
  return spawn(process.execPath, [main, ...args], { cwd, env: { PATH: process.env['PATH'], ...aws, ...env } });
}

const NO_AWS = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

export async function warden(args: readonly string[], options: RunWarden): Promise<Ran> {
  const child = startWarden(args, options);
  child.stdin.end(options.stdin ?? '');
  return ended(child);
}
