import { minuteText } from '../../core/time.ts';
import { columns } from '../words/columns.ts';
import { jsonForTerminal } from '../words/escape.ts';

/** A run whose report is archived. */
interface ArchivedRun {
  readonly runId: string;
  readonly archivedAt: string;
  readonly formats: readonly string[];
  readonly bytes: number;
}

/** Archived runs as JSON that a terminal can show. */
export function archivedRunsJson(runs: readonly ArchivedRun[]): string {
  return `${jsonForTerminal(JSON.stringify(runs, null, 2))}\n`;
}

/** With less room the formats and their size are left out: a table whose lines break cannot be read. */
const WHOLE_WIDTH = 90;

interface TableOptions {
  /** The day from which on they were asked for. */
  readonly since?: string | undefined;
  readonly width?: number | undefined;
}

/** Archived runs as a table. */
export function archivedRunsTable(runs: readonly ArchivedRun[], options: TableOptions): string {
  const { since, width = WHOLE_WIDTH } = options;
  if (runs.length === 0) return `No report is archived${since === undefined ? '' : ` since ${since}`}.\n`;
  const isNarrow = width < WHOLE_WIDTH;
  const rows = runs.map(({ runId, archivedAt, formats, bytes }) => [
    minuteText(archivedAt),
    runId,
    ...(isNarrow ? [] : [formats.join(', '), sizeText(bytes)]),
  ]);
  return columns([['archived', 'run', ...(isNarrow ? [] : ['formats', 'size'])], ...rows]);
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / 1024)} KB`;
}
