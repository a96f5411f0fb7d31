import { beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const { custom }: { custom: { esbuild: BuildOptions & { exclude?: unknown; outputFileExtension?: unknown } } } = parse(
  readFileSync(join(ROOT, 'serverless.yml'), 'utf8'),
  { logLevel: 'error' },
);

let inputs: Metafile['inputs'];
beforeAll(async () => {
  const { exclude: _, outputFileExtension: __, ...options } = custom.esbuild;
  const result = await build({
    ...options,
    entryPoints: ['check', 'change'].map((name) => join(ROOT, `handlers/${name}.ts`)),
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    outdir: 'out',
    metafile: true,
    write: false,
  });
  inputs = result.metafile.inputs;
});

test('what is imported when it is needed is an ES module: a CommonJS one of its own file has no named exports', () => {
  const lazy = Object.entries(inputs)
    .filter(([file]) => /^(handlers|lib)\//.test(file))
    .flatMap(([file, { imports }]) =>
      imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => ({ file, path })),
    );
  expect(lazy.length).toBeGreaterThan(10);
  expect(lazy.filter(({ path }) => inputs[path]?.format !== 'esm')).toEqual([]);
});
