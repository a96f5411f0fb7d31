import { expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LATENCY_MS } from '../../bench/scan.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/performance.md';
const BENCH = readdirSync(join(import.meta.dirname, '../../bench')).map((name) => `bench/${name}`);

/** The rows that the bench prints, as patterns: a number stands in a name only as `${…}`. */
const NAMES = BENCH.flatMap((path) => [...textOf(path).matchAll(/\bname: (['`])(.*?)\1/g)])
  .map(([, , name = '']) => name.replace('${LATENCY_MS}', String(LATENCY_MS)))
  .map(
    (name) =>
      new RegExp(`^${name.replaceAll(/[.*+?^()|[\]\\]/g, String.raw`\$&`).replaceAll(/\$\{.*?\}/g, String.raw`\d+`)}$`),
  );

const [, table = ''] = /:\n\n```\n([^]*?)```/.exec(textOf(PATH)) ?? [];
const ROWS = table
  .trimEnd()
  .split('\n')
  .map((line) => line.split(/ {2,}/)[0] ?? '');

test('every row of the table is one that the bench prints', () => {
  expect(ROWS.filter((row) => !NAMES.some((name) => name.test(row)))).toEqual([]);
});

test('every row that the bench prints is in the table', () => {
  const printed = NAMES.filter((name) => !name.source.includes('tables:'));
  expect(printed.filter((name) => !ROWS.some((row) => name.test(row)))).toEqual([]);
});

test('every row is explained, with the file that measures it', () => {
  const explained = tableOf(PATH, 'rows');
  const beginnings = explained.flatMap(([rows = '']) => codesIn(rows)).map((code) => code.replace(/ ?…$/, ''));
  const plain = (text: string): string => text.replaceAll('`', '');
  expect(ROWS.filter((row) => !beginnings.some((text) => plain(row).startsWith(text)))).toEqual([]);
  const files = explained.flatMap(([, file = '']) => codesIn(file));
  expect(files.filter((file) => !BENCH.includes(file))).toEqual([]);
});
