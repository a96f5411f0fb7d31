import type { Item } from '../../core/alerts/model.ts';
import type { RunRecord } from '../../core/compliance/report.ts';
import { age } from '../words/age.ts';
import { plain } from '../words/escape.ts';
import { columns } from '../words/columns.ts';

/** What is open or waived, oldest first, as a table. */
export function openTable(items: readonly Item[], now: Date): string {
  const shown = items.filter(({ state }) => state !== 'closed').toSorted((a, b) => (a.since < b.since ? -1 : 1));
  if (shown.length === 0) return 'Nothing is open.\n';
  const rows = shown.map((item) => [
    item.accountId,
    item.region,
    item.subject,
    item.state === 'waived' ? `waived until ${item.waiver?.expires}` : 'open',
    item.since.slice(0, 16).replace('T', ' '),
    age(item.since, now.toISOString()),
    whatOf(item),
  ]);
  return columns(
    [['account', 'Region', 'subject', 'state', 'since (UTC)', 'age', 'what'], ...rows].map((row) => row.map(plain)),
  );
}

function whatOf({ subject, reason, actual, desired, detail }: Item): string {
  if (subject === 'session') return reason ?? '';
  return `${actual ?? 'not there'}, should be ${desired ?? ''}${detail === null ? '' : `; ${detail}`}`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** The last runs as a table, and the share of compliant targets in those that looked at all of them as a line of bars. */
export function historyTable(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'No run is remembered.\n';
  const rows = runs.map(({ startedAt, trigger, verdict, summary }) => [
    startedAt.slice(0, 16).replace('T', ' '),
    trigger,
    verdict,
    ...[summary.targets, summary.compliant, summary.drifted, summary.waived, summary.unknown].map(String),
  ]);
  const table = columns([
    ['started (UTC)', 'by', 'verdict', 'targets', 'compliant', 'drifted', 'waived', 'unknown'],
    ...rows,
  ]);
  // A look after an event saw a Region or two: of all of them it says nothing.
  const whole = runs.filter(({ trigger }) => trigger !== 'change');
  return whole.length === 0 ? table : `${table}\ncompliant: ${whole.map(bar).join('')}\n`;
}

/** Full for all that applies; what was waived counts, what is unknown does not. */
function bar({ summary }: RunRecord): string {
  const expected = summary.targets - summary.notApplicable;
  const share = expected === 0 ? 0 : (summary.compliant + summary.waived) / expected;
  return BARS[Math.floor(share * (BARS.length - 1))] ?? ' ';
}
