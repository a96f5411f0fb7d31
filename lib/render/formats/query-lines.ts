import { columns as tableOf } from '../words/columns.ts';
import { csv as escapeCsv, jsonForTerminal, markdown as escapeMarkdown, plain } from '../words/escape.ts';

/** `record`: a line for each column, for rows that are too wide for a table. */
export const QUERY_FORMATS = ['table', 'record', 'json', 'jsonl', 'csv', 'markdown'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

export type Cell = string | number | bigint | null | Uint8Array;

/** What stands before the rows. */
export function headOf(format: Exclude<QueryFormat, 'table'>, columns: readonly string[]): string {
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

/** The text of one row. */
export function lineOf(format: Exclude<QueryFormat, 'table'>, { names, row, isFirst }: Line): string {
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

export function cellText(cell: Cell): string {
  if (cell === null) return '';
  return cell instanceof Uint8Array
    ? Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex')
    : String(cell);
}

/** Columns of one name would be one member of an object. */
export function distinct(columns: readonly string[]): readonly string[] {
  return columns.map((name, index) => {
    const before = columns.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name}_${before + 1}`;
  });
}
