import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { jest } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { calledAs } from '../../cli/called-as.ts';
import type { Io } from '../../cli/io.ts';
import { run } from '../../cli/program.ts';
import { bundled } from '../fixtures/programs.ts';
import { sandboxEnv, type Sandbox } from '../../sandbox/server/server.ts';

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
export async function startWarden(
  args: readonly string[],
  options: RunWarden,
): Promise<ChildProcessWithoutNullStreams> {
  const main = await bundled('cli/main.ts');
  return spawn(process.execPath, [main, ...args], { cwd: options.cwd, env: environmentOf(options) });
}

function environmentOf({ sandbox, env = {} }: RunWarden): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ...(sandbox ? sandboxEnv(sandbox) : NO_AWS), ...env };
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

/** The same in a process of its own, to its end: for what `cli/main.ts` does, and for what Node.js reads at its start. */
export async function wardenProcess(args: readonly string[], options: RunWarden): Promise<Ran> {
  const child = await startWarden(args, options);
  child.stdin.end(options.stdin ?? '');
  return ended(child);
}

/**
 * Runs a command line in this process, without a terminal: starting a process takes longer than most commands. Environment and
 * folder are those of the process, so that one command line runs at a time.
 */
export async function warden(args: readonly string[], options: RunWarden): Promise<Ran> {
  const env = environmentOf(options);
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const ran = { stdout: '', stderr: '' };
  stdout.on('data', (chunk) => (ran.stdout += String(chunk)));
  stderr.on('data', (chunk) => (ran.stderr += String(chunk)));
  stdin.end(options.stdin ?? '');
  const io = {
    stdin,
    stdout,
    stderr,
    env,
    now: () => new Date(),
    calledAs: calledAs({ script: 'cli/main.ts', env }),
    cwd: options.cwd,
    cancel: new AbortController().signal,
  };
  const before = { env: process.env, cwd: process.cwd() };
  process.env = env;
  process.chdir(options.cwd);
  // A package that writes by itself would be seen.
  const written = (['warn', 'error'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation((text) => void (ran.stderr += `${String(text)}\n`)),
  );
  try {
    // oxlint-disable-next-line no-unsafe-type-assertion -- streams, as far as the commands use them
    return { code: await run(args, io as unknown as Io), ...ran };
  } finally {
    process.env = before.env;
    process.chdir(before.cwd);
    for (const spy of written) spy.mockRestore();
  }
}
