import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type BuildResult } from 'esbuild';
import { parse } from 'yaml';
import { PLUGINS } from './start-chunk.ts';

const ROOT = join(import.meta.dirname, '..');
const EXTENSION = '.mjs';

export interface Bundle {
  /** The file of the entry point. */
  readonly file: string;
  readonly metafile: NonNullable<BuildResult['metafile']>;
}

/** Bundles a file of the project into a folder as serverless-esbuild does, for tests and measurements: the options are those of serverless.yml. */
export async function bundleInto(folder: string, entry: string): Promise<Bundle> {
  const { custom }: { custom: { esbuild: BuildOptions & Record<string, unknown> } } = parse(
    await readFile(join(ROOT, 'serverless.yml'), 'utf8'),
    { logLevel: 'error' },
  );
  const { exclude: _, outputFileExtension: __, plugins: ___, ...options } = custom.esbuild;
  const { metafile } = await build({
    ...options,
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    outdir: folder,
    outExtension: { '.js': EXTENSION },
    plugins: PLUGINS,
    metafile: true,
    logLevel: 'error',
  });
  return { file: join(folder, `${basename(entry, '.ts')}${EXTENSION}`), metafile };
}
