import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { standingCosts } from '../../bench/stack-costs.ts';
import { compiledTemplate } from './compile-template.ts';
import { BOUND } from './package-stack.ts';
import { ROOT } from './serverless.ts';

/** The cells of a table in Markdown, without its second line. */
const rowsOf = (markdown: string): readonly string[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .map((line) => line.replaceAll(/\s*\|\s*/g, '|'));

test('docs/deploying.md has what `npm run cost:stack` computes from the packaged template', async () => {
  const { path } = await compiledTemplate({});
  const script = join(ROOT, 'bench/print-stack-costs.ts');
  const printed = execFileSync(process.execPath, [script, path], { encoding: 'utf8' });
  const page = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
  const [, section = ''] = /\n## What the stack costs\n([^]*?)\n## /.exec(page) ?? [];
  expect(section).toContain('npm run cost:stack');
  expect(rowsOf(section)).toEqual(rowsOf(printed));
});

test('a stack with a key of others pays for none', async () => {
  const { template } = await compiledTemplate(BOUND);
  expect(standingCosts(template).find(({ what }) => what === 'keys of KMS')?.number).toBe(0);
});
