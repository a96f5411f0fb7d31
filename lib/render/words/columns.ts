import { truncate, plain } from './escape.ts';

const GAP = '  ';
/** No column is cut to less. */
const MIN_COLUMN = 8;

interface ColumnOptions {
  readonly width?: number;
  /** The columns that are never cut, such as those of ids. */
  readonly whole?: readonly number[];
}

/**
 * Lines of cells, each column as wide as its widest cell. With a `width`, the widest columns are cut until a line fits. Cells are
 * text from outside.
 */
export function columns(lines: readonly (readonly string[])[], options: ColumnOptions = {}): string {
  return columnsInParts([lines], options).next().value ?? '';
}

/** The same for lines that come in parts: no column becomes narrower from one part to the next. */
export function* columnsInParts(
  parts: Iterable<readonly (readonly string[])[]>,
  { width, whole = [] }: ColumnOptions = {},
): Generator<string, undefined> {
  let widest: readonly number[] = [];
  for (const lines of parts) {
    const cells = lines.map((line) => line.map(plain));
    widest = widestOf(cells, widest);
    const widths = width === undefined ? widest : narrowed(widest, { width, whole });
    yield cells.map((line) => lineText(line, widths)).join('');
  }
}

/** How many columns are cut, so that a line fits. */
export function countCut(lines: readonly (readonly string[])[], width: number): number {
  const widest = widestOf(lines, []);
  return narrowed(widest, { width, whole: [] }).filter((one, column) => one < (widest[column] ?? 0)).length;
}

function widestOf(lines: readonly (readonly string[])[], before: readonly number[]): readonly number[] {
  // A spread of hundreds of thousands of lengths is more arguments than a call may have.
  return (lines[0] ?? []).map((_, column) =>
    lines.reduce((most, line) => Math.max(most, line[column]?.length ?? 0), before[column] ?? 0),
  );
}

function lineText(line: readonly string[], widths: readonly number[]): string {
  const cells = line.map((cell, column) => cellText(cell, widths[column]));
  return `${cells.join(GAP).trimEnd()}\n`;
}

function cellText(cell: string, width = 0): string {
  return truncate(cell, width).padEnd(width);
}

/** The widest columns give way first. */
function narrowed(
  widest: readonly number[],
  { width, whole }: { readonly width: number; readonly whole: readonly number[] },
): readonly number[] {
  const widths = [...widest];
  const sum = (): number => widths.reduce((total, one) => total + one + GAP.length, -GAP.length);
  while (sum() > width) {
    const most = Math.max(...widths.filter((_, column) => !whole.includes(column)));
    if (most <= MIN_COLUMN) break;
    widths[widths.findIndex((one, column) => one === most && !whole.includes(column))] = most - 1;
  }
  return widths;
}
