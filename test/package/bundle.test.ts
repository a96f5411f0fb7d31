import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleInto, type Bundle } from '../../serverless/bundle.ts';

const HANDLERS = globSync('handlers/*.ts', { cwd: join(import.meta.dirname, '../..') });

// Lambda reaches AWS without a proxy, and has its certificates: only the command line needs these.
const OF_THE_COMMAND_LINE =
  /(^|\/)node_modules\/(?:[\w-]*prox[\w-]*|agent-base|pac-[\w-]+|socks[\w-]*|commander)\/|^(?:cli|sandbox|serverless)\/|^lib\/aws\/(?:proxy-handler|proxies|network-handlers)\.ts$/;

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

  test('has nothing of proxies or the command line', () => {
    const inputs = Object.keys(bundle.metafile.inputs);
    expect(inputs.some((file) => file.startsWith('node_modules/@smithy/'))).toBe(true);
    expect(inputs.filter((file) => OF_THE_COMMAND_LINE.test(file))).toEqual([]);
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
    const env = {
      TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:alerts',
      AWS_REGION: 'us-east-1',
      STATE_TABLE: 'state',
      ARCHIVE_BUCKET: 'archive',
    };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
    expect(JSON.parse(stdout)).toEqual({ files: 2, builtins: [] });
  });
});

test('the bundle of the command line has them', async () => {
  const { metafile } = await bundleInto(
    mkdtempSync(join(tmpdir(), 'bundle-')),
    'lib/app/wiring/command-line/command-line.ts',
  );
  const found = Object.keys(metafile.inputs).filter((file) => OF_THE_COMMAND_LINE.test(file));
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringContaining('node_modules/http-proxy-agent/'),
      expect.stringContaining('node_modules/https-proxy-agent/'),
      expect.stringContaining('node_modules/agent-base/'),
      'lib/aws/proxy-handler.ts',
    ]),
  );
});
