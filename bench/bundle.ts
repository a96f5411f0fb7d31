import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { median, runNode, type Measurement } from './measure.ts';

const RUNS = 15;
const BARE = `
  import { Macie2Client, GetMacieSessionCommand, EnableMacieCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
  import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
  export const used = [Macie2Client, GetMacieSessionCommand, EnableMacieCommand, UpdateMacieSessionCommand, SNSClient, PublishCommand];
`;
const ENV = { TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:bench', AWS_REGION: 'us-east-1' };

/** What a cold start loads, beside the least that it could load: the two SDK clients and the commands it sends. */
export async function benchBundle(): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'macie-warden-bench-'));
  try {
    const handler = join(folder, 'handler.cjs');
    const bare = join(folder, 'bare.cjs');
    const root = join(import.meta.dirname, '..');
    await bundle({ entryPoints: [join(root, 'handlers/check.ts')], outfile: handler });
    await bundle({ stdin: { contents: BARE, resolveDir: root }, outfile: bare });
    const times = await loadTimes([handler, bare]);
    const [handlerMs = Number.NaN, bareMs = Number.NaN] = times;
    const sizeKb = (await stat(handler)).size / 1024;
    const bareKb = (await stat(bare)).size / 1024;
    const note = `${handlerMs.toFixed(0)} ms ÷ ${bareMs.toFixed(0)} ms`;
    return [
      {
        name: 'loading the handler bundle ÷ two bare SDK clients',
        value: handlerMs / bareMs,
        unit: '×',
        limit: 1.25,
        note,
      },
      {
        name: 'size of the handler bundle',
        value: sizeKb,
        unit: 'KB',
        note: `two bare SDK clients: ${bareKb.toFixed(0)} KB`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

type BuildOptions = Parameters<typeof build>[0];

/** As serverless.yml bundles; test/package holds the two together. */
async function bundle(options: BuildOptions): Promise<void> {
  await build({
    ...options,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
}

/** Median load time in ms per file, in new processes that take turns, so that a slow moment of the machine hits them alike. */
async function loadTimes(files: readonly string[]): Promise<readonly number[]> {
  const times = files.map((): number[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [index, file] of files.entries()) {
      const script = `const t = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - t)`;
      times[index]?.push(Number(await runNode({ args: ['-e', script], env: ENV })));
    }
  }
  return times.map(median);
}
