import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findCycle, functionsOf, importsOf, longestChain, type SourceFile } from './imports.ts';
import { violationsOf } from './rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['lib', 'cli', 'handlers', 'sandbox', 'serverless', 'release'];

const FILES: readonly SourceFile[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
    } catch {
      // Deleted, and not committed yet.
      return [];
    }
  });

const lines = ({ text }: SourceFile): number => text.trimEnd().split('\n').length;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe('imports', () => {
  test('each folder imports only what it may', () => {
    expect(FILES.flatMap(violationsOf)).toEqual([]);
  });

  test('nothing outside sandbox/ imports the sandbox', () => {
    const others = FILES.filter(({ path }) => !path.startsWith('sandbox/'));
    expect(others.filter((file) => importsOf(file).some((target) => target.startsWith('sandbox/')))).toEqual([]);
  });

  test('no files import each other in a loop, not even for types', () => {
    expect(findCycle(FILES)).toBeNull();
  });

  test('no chain of imports from an entry point is longer than 20', () => {
    for (const entry of ['handlers/check.ts', 'handlers/change.ts', 'cli/main.ts'])
      expect(longestChain(FILES, entry).length).toBeLessThanOrEqual(20);
  });
});

describe('sizes', () => {
  test('no file has more than 150 lines, and half of those in lib have 70 at most', () => {
    expect(FILES.filter((file) => lines(file) > 150).map(({ path }) => path)).toEqual([]);
    expect(median(FILES.filter(({ path }) => path.startsWith('lib/')).map(lines))).toBeLessThanOrEqual(70);
  });

  test('no function has more than 50 lines', () => {
    const long = FILES.flatMap(({ path, text }) =>
      functionsOf(text).flatMap(({ name, size }) => (size > 50 ? [`${path}: ${name}`] : [])),
    );
    expect(long).toEqual([]);
  });

  test('no use case has more than 12 files', () => {
    const byFolder = Map.groupBy(
      FILES.filter(({ path }) => path.startsWith('lib/app/')),
      ({ path }) => dirname(path),
    );
    expect([...byFolder].filter(([, files]) => files.length > 12).map(([folder]) => folder)).toEqual([]);
  });

  test('a handler has 30 lines at most', () => {
    expect(FILES.filter((file) => /^handlers\/[^/]+\.ts$/.test(file.path) && lines(file) > 30)).toEqual([]);
  });
});

test('the folders of tests mirror those of the code', () => {
  const ofTests = ['architecture', 'docs', 'fixtures', 'golden', 'package'];
  const folders = readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(join(ROOT, 'test'), join(entry.parentPath, entry.name)))
    .filter((folder) => !ofTests.some((name) => folder === name || folder.startsWith(`${name}/`)));
  const isMirrored = (folder: string): boolean =>
    ['', 'lib/'].some((base) => FILES.some(({ path }) => path.startsWith(`${base}${folder}/`)));
  expect(folders.filter((folder) => !isMirrored(folder))).toEqual([]);
});

describe('a probe that crosses a border is found', () => {
  test.each<[string, string, string]>([
    [
      'lib/render/probe.ts',
      "import { startSandbox } from '../../sandbox/server/server.ts';",
      'imports sandbox/server/server.ts',
    ],
    ['lib/render/probe.ts', "import type { Clients } from '../aws/clients.ts';", 'imports lib/aws/clients.ts'],
    ['lib/render/probe.ts', 'const client = new Macie2Client({});', 'makes an SDK client'],
    ['lib/render/probe.ts', 'const at = Date.now();', 'reads the clock'],
    ['lib/render/probe.ts', 'const at = new Date();', 'reads the clock'],
    ['lib/core/probe.ts', "const id = process.env['AWS_REGION'];", 'reads the environment'],
    ['lib/core/probe.ts', 'const chance = Math.random();', 'draws at random'],
    ['lib/core/alerts/probe.ts', "import { z } from 'zod/mini';", 'lib/core imports no package'],
    ['lib/core/alerts/probe.ts', "import { parsePolicy } from '../../policy/parse.ts';", 'imports lib/policy/parse.ts'],
    [
      'lib/policy/probe.ts',
      "const { FORMATS } = await import('../render/formats/index.ts');",
      'imports lib/render/formats',
    ],
    ['lib/targets/probe.ts', "import { classifyError } from '../aws/classify.ts';", 'imports lib/aws/classify.ts'],
    ['lib/macie/probe.ts', "import { run } from '../app/run/run.ts';", 'imports lib/app/run/run.ts'],
    ['lib/cloudtrail/probe.ts', "import { callsOf } from '../macie/index.ts';", 'imports lib/macie/index.ts'],
    ['lib/state/probe.ts', "import { publishTo } from '../publish/channels.ts';", 'imports lib/publish/channels.ts'],
    ['lib/publish/probe.ts', "import { createStateTable } from '../state/table.ts';", 'imports lib/state/table.ts'],
    ['lib/app/run/probe.ts', "import { createStateTable } from '../../state/table.ts';", 'imports lib/state/table.ts'],
    ['lib/app/change/probe.ts', "import type { GroupCall } from '../../macie/group.ts';", 'imports lib/macie/group.ts'],
    ['cli/probe.ts', "import { createClients } from '../lib/aws/clients.ts';", 'imports lib/aws/clients.ts'],
    ['handlers/probe.ts', "import { assess } from '../lib/core/compliance/assess.ts';", 'imports lib/core/compliance'],
  ])('%s: %s', (path, text, expected) => {
    expect(violationsOf({ path, text })).toEqual([expect.stringContaining(expected)]);
  });

  test('a function of 51 lines', () => {
    const text = `export async function long(): Promise<void> {\n${'  work();\n'.repeat(49)}}\n`;
    expect(functionsOf(text)).toEqual([{ name: 'long', size: 51 }]);
  });

  test('a loop of two types', () => {
    const files = [
      { path: 'lib/core/a.ts', text: "import type { B } from './b.ts';" },
      { path: 'lib/core/b.ts', text: "import type { A } from './a.ts';" },
    ];
    expect(findCycle(files)).toEqual(['lib/core/a.ts', 'lib/core/b.ts', 'lib/core/a.ts']);
  });
});
