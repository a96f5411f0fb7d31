import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { build as bundle, type BuildOptions, type Plugin } from 'esbuild';

/**
 * Its stream code, and Node's web streams with it, would be part of every start: it comes from the packages that all clients share, and
 * esbuild splits whole files only. So it has a copy of its own. https://github.com/evanw/esbuild/issues/3531
 */
const APART = /[\\/]@aws-sdk[\\/]client-s3[\\/]/;

interface Start {
  /** The module that loads all of the start; the entry point, if left out. */
  readonly module?: string;
  /** What is imported later with a copy of all that it imports. */
  readonly apart?: RegExp;
}

/**
 * Puts all that a program loads at start into one file. esbuild makes a chunk for each set of entry points that share code, and counts
 * every `import()` as an entry point: the start would be spread over dozens of files, which take a quarter of a millisecond each.
 * https://github.com/evanw/esbuild/issues/3780
 *
 * What is imported later imports the start here, so that all of it shares all of the start. By then the start has run.
 */
export function startChunk({ module, apart }: Start): Plugin {
  return {
    name: 'start-chunk',
    async setup(build) {
      const { initialOptions } = build;
      const { absWorkingDir = process.cwd(), entryPoints } = initialOptions;
      const [entry, ...others] = Array.isArray(entryPoints) ? entryPoints : [];
      if (typeof entry !== 'string' || others.length > 0)
        throw new Error(`start-chunk: expected one entry point, found ${JSON.stringify(entryPoints)}`);
      const start = resolve(absWorkingDir, module ?? entry);
      const later = await laterModules(initialOptions, absWorkingDir);
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
        if (!later.has(path) || path === start) return undefined;
        const text = apart?.test(path) ? await bundleApart(path, initialOptions) : await readFile(path, 'utf8');
        const contents = `${text}\nimport ${JSON.stringify(start)};\n`;
        return { contents, loader: extname(path).endsWith('ts') ? 'ts' : 'js' };
      });
    },
  };
}

/** The paths of what `import()` imports. A CommonJS module is left out: it cannot import the start. */
async function laterModules(options: BuildOptions, folder: string): Promise<ReadonlySet<string>> {
  const { metafile } = await bundle({ ...options, plugins: [], metafile: true, write: false });
  const paths = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, path }) => kind === 'dynamic-import' && metafile.inputs[path]?.format === 'esm')
    .map(({ path }) => join(folder, path));
  return new Set(paths);
}

/** One text of a module and all that it imports, but where credentials come from: clients share those. */
async function bundleApart(path: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await bundle({
    ...options,
    entryPoints: [path],
    external: ['@aws-sdk/credential-provider-node'],
    plugins: [],
    banner: {},
    splitting: false,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('\n');
}

/** What serverless-esbuild takes from `require`. */
export const PLUGINS = [startChunk({ apart: APART })];
export { PLUGINS as 'module.exports' };
