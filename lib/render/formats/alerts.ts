import type { DriftRecord, State, UnreadableRecord } from '../../core/alerts/records.ts';
import type { RunRecord } from '../../core/compliance/report.ts';
import { compareText } from '../../core/order.ts';
import { minuteText } from '../../core/time.ts';
import { standingOf } from '../view/standing.ts';
import { ageText } from '../words/age.ts';
import { columns } from '../words/columns.ts';
import { valueText } from '../words/drift-words.ts';
import { jsonForTerminal, plain } from '../words/escape.ts';
import { wrap } from '../words/wrap.ts';
import { nextStepText, reasonText } from '../words/unknown-words.ts';

/** A terminal that does not say how wide it is. */
const TABLE_WIDTH = 120;

/** Open and waived drifts and unreadable targets, or runs, as JSON that a terminal can show. */
export function recordsJson(records: readonly (DriftRecord | UnreadableRecord | RunRecord)[]): string {
  return `${jsonForTerminal(JSON.stringify(records, null, 2))}\n`;
}

/** Open and waived drifts and unreadable targets, oldest first, as a table. */
export function openAlertsTable(state: State, now: Date, width = TABLE_WIDTH): string {
  const { drifts, waived, unreadable } = standingOf(state);
  const rows = [
    ...[...drifts, ...waived].map(({ waiver, ...record }) => ({
      ...record,
      subject: record.setting,
      state: waiver ? `waived until ${waiver.expires}` : record.state,
      detail: `${valueText(record.actual)}, should be ${record.desired}${record.detail === null ? '' : `; ${record.detail}`}`,
    })),
    ...unreadable.map((record) => ({
      ...record,
      subject: record.group,
      state: 'unreadable',
      detail: `${reasonText(record)}; ${nextStepText(record)}`,
    })),
  ].toSorted((a, b) => compareText(a.since, b.since));
  if (rows.length === 0) return 'Nothing is open.\n';
  const cells = rows.map((row) => [
    row.accountId,
    row.region,
    row.subject,
    row.state,
    minuteText(row.since),
    ageText(row.since, now.toISOString()),
  ]);
  const [head = '', ...lines] = columns([['account', 'Region', 'subject', 'state', 'since', 'age'], ...cells], {
    width,
  })
    .trimEnd()
    .split('\n');
  const details = rows.map(({ detail }) => wrap(plain(detail), { indent: 4, width }));
  return [head, ...lines.flatMap((line, index) => [line, details[index] ?? ''])].map((line) => `${line}\n`).join('');
}

const BARS = '▁▂▃▄▅▆▇█';

/** The last runs as a table, and a line of bars: the share of compliant targets in each full run. */
export function historyTable(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'No run is recorded.\n';
  const rows = runs.map(({ startedAt, trigger, scope, verdict, summary }) => [
    minuteText(startedAt),
    trigger,
    scope,
    verdict,
    ...[summary.targets, summary.compliant, summary.drifted, summary.waived, summary.unknown].map(String),
  ]);
  const table = columns([
    ['started', 'trigger', 'scope', 'verdict', 'targets', 'compliant', 'drifted', 'waived', 'unknown'],
    ...rows,
  ]);
  // A partial run read a few targets: its share is none of the whole.
  const full = runs.filter(({ scope }) => scope === 'full');
  return full.length === 0 ? table : `${table}\ncompliant: ${full.map(bar).join('')}\n`;
}

/** Full height if every applicable target is compliant. A waived target counts, an unknown one does not. */
function bar({ summary }: RunRecord): string {
  const expected = summary.targets - summary.notApplicable;
  const share = expected === 0 ? 0 : (summary.compliant + summary.waived) / expected;
  return BARS[Math.floor(share * (BARS.length - 1))] ?? ' ';
}
