import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledTemplate } from './compile-template.ts';
import { BOUND } from './package-stack.ts';
import { ROOT } from './serverless.ts';
import { costRows, standingCosts } from './stack-costs.ts';

const rowsOf = (markdown: string): readonly string[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll(/\s*\|\s*/g, '|'));

test('docs/deploying.md says what the stack costs, as its template has it', async () => {
  const { template } = await compiledTemplate({});
  const page = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
  const [, section = ''] = /\n## What the stack costs\n([^]*?)\n## /.exec(page) ?? [];
  expect(rowsOf(section).slice(2)).toEqual(costRows(standingCosts(template)));
});

test('a stack with a key of others pays for none', async () => {
  const { template } = await compiledTemplate(BOUND);
  expect(standingCosts(template).find(({ what }) => what === 'keys of KMS')?.number).toBe(0);
});
