import { PassThrough } from 'node:stream';
import { run } from '../../cli/program.ts';
import type { Io } from '../../cli/io.ts';

export interface AtTerminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** The answer to a question, typed when the question stands there. */
  readonly answer?: string;
}

export interface Shown {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const QUESTION = /\[y\/N\]|MFA code for/;

/** Runs a command on a terminal, in this process: a process of its own would need a pseudo-terminal. */
export async function atTerminal(
  args: readonly string[],
  { cwd, env, columns = 120, answer = '' }: AtTerminal,
): Promise<Shown> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()].map((stream) =>
    Object.assign(stream, { isTTY: true, columns }),
  );
  const shown = { stdout: '', stderr: '' };
  stdout?.on('data', (chunk) => (shown.stdout += String(chunk)));
  stderr?.on('data', (chunk) => {
    const before = shown.stderr;
    shown.stderr += String(chunk);
    if (!QUESTION.test(before) && QUESTION.test(shown.stderr)) stdin?.write(`${answer}\n`);
  });
  const io = {
    stdin,
    stdout,
    stderr,
    env,
    now: () => new Date(),
    calledAs: 'warden',
    cwd,
    cancel: new AbortController().signal,
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- a terminal, as far as the commands use one
  const code = await run(args, io as unknown as Io);
  return { code, ...shown };
}
