import { columns as tableOf, columnsInParts, countCut } from '../words/columns.ts';
import { csv as escapeCsv, jsonForTerminal, markdown as escapeMarkdown, plain } from '../words/escape.ts';

type Cell = string | number | bigint | null | Uint8Array;

/** The result of a query. Its rows can be read once. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

interface QueryTextOptions {
  /** Of the terminal; left out: no column is cut. */
  readonly width?: number | undefined;
}

/** `record`: a line for each column, for rows that are too wide for a table. */
export const QUERY_FORMATS = ['table', 'record', 'json', 'jsonl', 'csv', 'markdown'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

/** Enough that writing costs little, and few enough that the first rows come at once. */
const ROWS_AT_ONCE = 500;
/** A table is as wide as the widest of so many rows: more of them could be more than memory has room for. */
const ROWS_OF_TABLE = 10_000;

/** The text of a result, part after part: rows are read as they are written. */
export function* queryText(
  format: QueryFormat,
  { columns, rows }: QueryResult,
  { width }: QueryTextOptions = {},
): Generator<string> {
  if (format === 'table') {
    yield* tableText({ columns, rows }, width);
    return;
  }
  yield headOf(format, columns);
  const names = distinct(columns);
  let lines: string[] = [];
  let count = 0;
  for (const row of rows) {
    lines.push(lineOf(format, { names, row, isFirst: count === 0 }));
    count += 1;
    if (lines.length < ROWS_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('') + (format === 'json' ? (count === 0 ? ']\n' : '\n]\n') : '');
}

/** More columns that are cut make a table that nobody can read. */
const MAX_CUT = 2;

/** A table on a terminal that has no room for it is written as records. */
function* tableText({ columns, rows }: QueryResult, width: number | undefined): Generator<string> {
  const parts = tableParts(columns, rows);
  const first = parts.next().value ?? [columns];
  if (width === undefined || countCut(first, width) <= MAX_CUT) {
    yield* columnsInParts(withFirst(first, parts), width === undefined ? {} : { width });
    return;
  }
  const names = distinct(columns);
  let isFirst = true;
  for (const lines of withFirst(first.slice(1), parts)) {
    yield lines.map((row, index) => lineOf('record', { names, row, isFirst: isFirst && index === 0 })).join('');
    isFirst = false;
  }
}

function* withFirst<Part>(first: Part, others: Iterable<Part>): Generator<Part, undefined> {
  yield first;
  yield* others;
}

function* tableParts(
  columns: readonly string[],
  rows: QueryResult['rows'],
): Generator<readonly (readonly string[])[], undefined> {
  let lines: (readonly string[])[] = [columns];
  for (const row of rows) {
    lines.push(row.map(cellText));
    if (lines.length < ROWS_OF_TABLE) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

function headOf(format: Exclude<QueryFormat, 'table'>, columns: readonly string[]): string {
  switch (format) {
    case 'csv':
      return `${columns.map(escapeCsv).join(',')}\r\n`;
    case 'markdown':
      return `${markdownLine(columns.map((name) => name.replaceAll('|', String.raw`\|`)))}${markdownLine(columns.map(() => '---'))}`;
    case 'json':
      return '[';
    case 'jsonl':
    case 'record':
      return '';
  }
}

interface Line {
  readonly names: readonly string[];
  readonly row: readonly Cell[];
  readonly isFirst: boolean;
}

function lineOf(format: Exclude<QueryFormat, 'table'>, { names, row, isFirst }: Line): string {
  switch (format) {
    case 'csv':
      return `${row.map(csvCell).join(',')}\r\n`;
    case 'markdown':
      return markdownLine(row.map((cell) => escapeMarkdown(cellText(cell))));
    case 'json':
      return `${isFirst ? '' : ','}\n  ${jsonOf(names, row)}`;
    case 'jsonl':
      return `${jsonOf(names, row)}\n`;
    case 'record':
      return `${isFirst ? '' : '\n'}${tableOf(names.map((name, index) => [name, cellText(row[index] ?? null)]))}`;
  }
}

/** A number below zero is no formula. */
function csvCell(cell: Cell): string {
  return typeof cell === 'number' || typeof cell === 'bigint' ? String(cell) : escapeCsv(cellText(cell));
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.map(plain).join(' | ')} |\n`;
}

function jsonOf(names: readonly string[], row: readonly Cell[]): string {
  const members = row.map((cell, index) => `${JSON.stringify(names[index])}:${jsonCell(cell)}`);
  return jsonForTerminal(`{${members.join(',')}}`);
}

function jsonCell(cell: Cell): string {
  return typeof cell === 'bigint' ? String(cell) : JSON.stringify(cell instanceof Uint8Array ? cellText(cell) : cell);
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return cell instanceof Uint8Array
    ? Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex')
    : String(cell);
}

/** Columns of one name would be one member of an object. */
function distinct(columns: readonly string[]): readonly string[] {
  return columns.map((name, index) => {
    const before = columns.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name}_${before + 1}`;
  });
}
