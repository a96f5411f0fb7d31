import { chmod, copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildResult } from 'esbuild';
import { startChunk } from '../serverless/start-chunk.ts';

const ROOT = join(import.meta.dirname, '..');

/** The folder of the package that npm publishes, beside the schemas. */
const DIST = join(ROOT, 'dist');

const BIN = 'macie-warden.js';

/**
 * Bundles the command line into a folder: the file of the bin, and the modules that it loads. Node.js does not strip types under
 * node_modules, so the package cannot hold the sources: https://nodejs.org/api/typescript.html#type-stripping-in-dependencies
 */
export async function bundleCommandLine(folder: string = DIST): Promise<NonNullable<BuildResult['metafile']>> {
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: ['cli/main.ts'],
    absWorkingDir: ROOT,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    chunkNames: 'chunks/[name]-[hash]',
    // CommonJS packages in the bundle require the modules of Node.js.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: [startChunk({ module: 'cli/program.ts' })],
    metafile: true,
    logLevel: 'error',
  });
  await copyFile(join(ROOT, 'cli/start.js'), join(folder, BIN));
  await chmod(join(folder, BIN), 0o755);
  return metafile;
}
