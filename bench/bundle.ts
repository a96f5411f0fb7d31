import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { parse } from 'yaml';
import { runNode, type Measurement } from './measure.ts';

const RUNS = 60;
const BARE = `
  import { Macie2Client, GetMacieSessionCommand, EnableMacieCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
  import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
  export const used = [Macie2Client, GetMacieSessionCommand, EnableMacieCommand, UpdateMacieSessionCommand, SNSClient, PublishCommand];
`;
const ENV = {
  TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:bench',
  AWS_REGION: 'us-east-1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};

const ROOT = join(import.meta.dirname, '..');

/** What a cold start loads, beside the least that it could load: the two SDK clients and the commands it sends. */
export async function benchBundle(): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'macie-warden-bench-'));
  try {
    const handler = await bundle(join(folder, 'handler'), await readFile(join(ROOT, 'handlers/check.ts'), 'utf8'));
    const bare = await bundle(join(folder, 'bare'), BARE);
    const [handlerMs = Number.NaN, bareMs = Number.NaN, eventMs = Number.NaN] = await loadTimes([
      load(handler.file, ''),
      load(bare.file, ''),
      load(
        handler.file,
        'await loaded.handler({ unknown: 1 }, { getRemainingTimeInMillis: () => 1000 }).catch(() => {});',
      ),
    ]);
    const note = `${handlerMs.toFixed(0)} ms ÷ ${bareMs.toFixed(0)} ms`;
    const sizes = `two bare SDK clients: ${bare.kilobytes.toFixed(0)} KB`;
    return [
      {
        name: 'loading the handler bundle ÷ two bare SDK clients',
        value: handlerMs / bareMs,
        unit: '×',
        limit: 1.25,
        note,
      },
      {
        name: '… and reading a first event ÷ two bare SDK clients',
        value: eventMs / bareMs,
        unit: '×',
        note: `${eventMs.toFixed(0)} ms`,
      },
      { name: 'size of the handler bundle, all its chunks', value: handler.kilobytes, unit: 'KB', note: sizes },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Bundles a module as serverless.yml does: the options are read from there. */
async function bundle(outdir: string, contents: string): Promise<{ file: string; kilobytes: number }> {
  const { custom }: { custom: { esbuild: BuildOptions & { exclude?: unknown; outputFileExtension?: string } } } = parse(
    await readFile(join(ROOT, 'serverless.yml'), 'utf8'),
    { logLevel: 'error' },
  );
  const { exclude: _, outputFileExtension = '.js', ...options } = custom.esbuild;
  await mkdir(outdir);
  const result = await build({
    ...options,
    stdin: { contents, resolveDir: join(ROOT, 'handlers'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    outdir,
    outExtension: { '.js': outputFileExtension },
    metafile: true,
    logLevel: 'error',
  });
  const files = Object.keys(result.metafile.outputs);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return {
    file: join(outdir, `stdin${outputFileExtension}`),
    kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1024,
  };
}

/** A program that prints how many ms it takes to import a file and to do something with it. */
function load(file: string, then: string): string {
  const start = 'console.log = console.warn = console.error = () => {}; const start = performance.now();';
  return `${start} const loaded = await import(${JSON.stringify(file)}); ${then} process.stdout.write(String(performance.now() - start))`;
}

/**
 * The least that each program prints, in new processes that take turns: whatever else the machine does only ever adds to it, and
 * these are a few tens of milliseconds.
 */
async function loadTimes(programs: readonly string[]): Promise<readonly number[]> {
  const times = programs.map((): number[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [index, program] of programs.entries()) {
      times[index]?.push(Number(await runNode({ args: ['--input-type=module', '-e', program], env: ENV })));
    }
  }
  return times.map((all) => Math.min(...all));
}
