import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A text of the project, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The part of a document under a heading, to the next heading of the same level. */
export function sectionOf(path: string, heading: string): string {
  const [, after] = textOf(path).split(`\n## ${heading}\n`);
  if (after === undefined) throw new Error(`${path} has no section "${heading}"`);
  return after.split('\n## ')[0] ?? '';
}

/** The rows of the table whose first column has this title: the text of each cell. */
export function tableOf(path: string, title: string): readonly (readonly string[])[] {
  const lines = textOf(path).split('\n');
  const head = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === title);
  if (head === -1) throw new Error(`${path} has no table with the column "${title}"`);
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The texts in a cell that are set as code. */
export function codesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}
