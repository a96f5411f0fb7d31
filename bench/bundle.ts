import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto } from '../serverless/bundle.ts';
import { median, runNode, type Measurement } from './measure.ts';

const ROUNDS = 100;
const ENV = {
  TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:bench',
  AWS_REGION: 'us-east-1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};

/** What a cold start loads, beside the least that it could load: the two SDK clients and the commands it sends. */
export async function benchBundle(): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'macie-warden-bench-'));
  try {
    const handler = await bundle(join(folder, 'handler'), 'handlers/check.ts');
    const bare = await bundle(join(folder, 'bare'), 'bench/bare-clients.ts');
    const event = '{ unknown: 1 }, { getRemainingTimeInMillis: () => 1000 }';
    const [bareMs = [], handlerMs = [], eventMs = []] = await loadTimes([
      load(bare.file, ''),
      load(handler.file, ''),
      load(handler.file, `await loaded.handler(${event}).catch(() => {});`),
    ]);
    const ratio = (times: readonly number[]): number => median(times.map((ms, round) => ms / (bareMs[round] ?? NaN)));
    const note = `${median(handlerMs).toFixed(0)} ms ÷ ${median(bareMs).toFixed(0)} ms`;
    const sizes = `two bare SDK clients: ${bare.kilobytes.toFixed(0)} KB`;
    return [
      {
        name: 'loading the handler bundle ÷ two bare SDK clients',
        value: ratio(handlerMs),
        unit: '×',
        limit: 1.25,
        note,
      },
      {
        name: '… and reading a first event ÷ two bare SDK clients',
        value: ratio(eventMs),
        unit: '×',
        note: `${median(eventMs).toFixed(0)} ms`,
      },
      { name: 'size of the handler bundle, all its chunks', value: handler.kilobytes, unit: 'KB', note: sizes },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(folder: string, entry: string): Promise<{ file: string; kilobytes: number }> {
  const { file } = await bundleInto(folder, entry);
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return { file, kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1024 };
}

/** A program that prints how many ms it takes to import a file and to do something with it. */
function load(file: string, then: string): string {
  const start = 'console.log = console.warn = console.error = () => {}; const start = performance.now();';
  return `${start} const loaded = await import(${JSON.stringify(file)}); ${then} process.stdout.write(String(performance.now() - start))`;
}

/**
 * What each program prints, round by round, in new processes. Those of one round are compared with each other: what else the machine
 * does changes from round to round, and these are a few tens of milliseconds.
 */
async function loadTimes(programs: readonly string[]): Promise<readonly (readonly number[])[]> {
  const times = programs.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, program] of programs.entries()) {
      times[index]?.push(Number(await runNode({ args: ['--input-type=module', '-e', program], env: ENV })));
    }
  }
  return times;
}
