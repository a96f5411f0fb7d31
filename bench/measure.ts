import { spawn } from 'node:child_process';

/** One line of the bench. `limit` is what we promise; a line without one is for information. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: '×' | 'ms' | 's' | 'MB' | 'KB' | 'calls' | 'a second' | '$ a month';
  readonly limit?: number;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Wall time in ms of `work`, the median of `runs`. */
export async function timed(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

export interface NodeRun {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a Node.js process to its end and gives its stdout. Rejects on exit codes above 2: those are not verdicts. */
export async function runNode({ args, env = {} }: NodeRun): Promise<string> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code === null || code > 2) throw new Error(`node ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}
