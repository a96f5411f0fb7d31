import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleInto, type Bundle } from '../../serverless/bundle.ts';

const HANDLERS = globSync('handlers/*.ts', { cwd: join(import.meta.dirname, '../..') });

describe.each(HANDLERS)('the bundle of %s', (entry) => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleInto(mkdtempSync(join(tmpdir(), 'bundle-')), entry);
  });

  test('imports only ES modules later: a CommonJS one of its own file has no named exports', () => {
    const { inputs } = bundle.metafile;
    const later = Object.entries(inputs)
      .filter(([file]) => /^(handlers|lib)\//.test(file))
      .flatMap(([file, { imports }]) =>
        imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => ({ file, path })),
      );
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter(({ path }) => inputs[path]?.format !== 'esm')).toEqual([]);
  });

  test('loads one file beside the entry point at start, and neither web streams nor HTTP/2', async () => {
    const program = `
      import { registerHooks } from 'node:module';
      const files = [];
      registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
      await import(${JSON.stringify(bundle.file)});
      const builtins = process.moduleLoadList.filter((one) => /webstreams\\/readablestream|http2/.test(one));
      console.log(JSON.stringify({ files: files.filter((url) => url.endsWith('.mjs')).length, builtins }));
    `;
    const env = { TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:alerts', AWS_REGION: 'us-east-1' };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
    expect(JSON.parse(stdout)).toEqual({ files: 2, builtins: [] });
  });
});
