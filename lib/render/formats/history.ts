import type { RunRecord, Summary } from '../../core/compliance/report.ts';
import { minuteText } from '../../core/time.ts';
import { columns } from '../words/columns.ts';
import { jsonForTerminal } from '../words/escape.ts';
import { unitPath, type UnitNames } from '../words/unit-words.ts';

/** Runs as JSON that a terminal can show. */
export function historyJson(runs: readonly RunRecord[]): string {
  return `${jsonForTerminal(JSON.stringify(runs, null, 2))}\n`;
}

export interface HistoryOptions {
  readonly units?: UnitNames;
  /** Of the terminal. */
  readonly width?: number | undefined;
}

/** A terminal that does not say how wide it is. */
const TABLE_WIDTH = 120;
/** With less room some columns are left out: a table whose lines break cannot be read. */
const WHOLE_WIDTH = 100;

/** The last runs as a table, and a line of bars: the share of compliant targets in each full run. Then the last counts of units. */
export function historyTable(runs: readonly RunRecord[], options: HistoryOptions = {}): string {
  if (runs.length === 0) return 'No run is recorded.\n';
  const { width = TABLE_WIDTH } = options;
  const isNarrow = width < WHOLE_WIDTH;
  const rows = runs.map(({ startedAt, trigger, scope, verdict, summary }) => [
    minuteText(startedAt),
    ...(isNarrow ? [] : [trigger]),
    scope,
    verdict,
    ...countCells(summary, isNarrow),
  ]);
  const head = ['started', ...(isNarrow ? [] : ['trigger']), 'scope', 'verdict', ...countHeads(isNarrow)];
  const table = columns([head, ...rows]);
  // A partial run read a few targets: its share is none of the whole.
  const full = runs.filter(({ scope }) => scope === 'full');
  const bars = full.length === 0 ? '' : `\ncompliant: ${full.map(bar).join('')}\n`;
  return `${table}${bars}${unitsTable(runs, { ...options, width })}`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** Full height if every applicable target is compliant. A waived target counts, an unknown one does not. */
function bar({ summary }: RunRecord): string {
  const expected = summary.targets - summary.notApplicable;
  const share = expected === 0 ? 0 : (summary.compliant + summary.waived) / expected;
  return BARS[Math.floor(share * (BARS.length - 1))] ?? ' ';
}

const COUNTS = ['targets', 'compliant', 'drifted', 'waived', 'unknown'] as const;
const NARROW_COUNTS = ['drifted', 'unknown'] as const;

function countHeads(isNarrow: boolean): readonly string[] {
  return isNarrow ? NARROW_COUNTS : COUNTS;
}

function countCells(summary: Summary, isNarrow: boolean): readonly string[] {
  return (isNarrow ? NARROW_COUNTS : COUNTS).map((key) => String(summary[key]));
}

/** The organizational units of the last run that has any, each with the accounts that are directly in it. */
function unitsTable(
  runs: readonly RunRecord[],
  { units: names = new Map(), width }: HistoryOptions & { readonly width: number },
): string {
  const last = runs.findLast((run) => run.units);
  if (last?.units === undefined) return '';
  const isNarrow = width < WHOLE_WIDTH;
  const rows = last.units.map(({ path, accounts, summary }) => [
    unitPath(path, names),
    String(accounts),
    ...countCells(summary, isNarrow),
  ]);
  const table = columns([['unit', 'accounts', ...countHeads(isNarrow)], ...rows], { width });
  return `\nby organizational unit, in the run of ${minuteText(last.startedAt)}:\n${table}`;
}
