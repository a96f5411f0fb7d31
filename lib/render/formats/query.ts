import { columnsInParts, countCut } from '../words/columns.ts';
import { cellText, distinct, headOf, lineOf, type Cell, type QueryFormat } from './query-lines.ts';

/** The result of a query. Its rows can be read once. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

interface QueryTextOptions {
  /** Of the terminal; left out: no column is cut. */
  readonly width?: number | undefined;
}

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
