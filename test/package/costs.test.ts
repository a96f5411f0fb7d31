import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standingCosts } from '../../bench/stack-costs.ts';
import { BOUND, packageStack } from './package-stack.ts';
import { ROOT } from './serverless.ts';

/** The cells of a table in Markdown, without its second line. */
const rowsOf = (markdown: string): readonly string[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .map((line) => line.replaceAll(/\s*\|\s*/g, '|'));

test('docs/deploying.md has what `npm run cost:stack` computes from the packaged template', async () => {
  const { template } = await packageStack();
  const file = join(mkdtempSync(join(tmpdir(), 'stack-costs-')), 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const script = join(ROOT, 'bench/print-stack-costs.ts');
  const printed = execFileSync(process.execPath, [script, file], { encoding: 'utf8' });
  const page = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
  const [, section = ''] = /\n## What the stack costs\n([^]*?)\n## /.exec(page) ?? [];
  expect(section).toContain('npm run cost:stack');
  expect(rowsOf(section)).toEqual(rowsOf(printed));
});

test('a stack with a key of others pays for none', async () => {
  const { template } = await packageStack(BOUND);
  expect(standingCosts(template).find(({ what }) => what === 'keys of KMS')?.number).toBe(0);
});
