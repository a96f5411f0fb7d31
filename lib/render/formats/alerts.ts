import type { DriftRecord, State, UnreadableRecord } from '../../core/alerts/records.ts';
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

/** The names of accounts by id, as far as they are known. */
type AccountNames = ReadonlyMap<string, string>;

/** Open and waived drifts and unreadable targets as JSON that a terminal can show, with the names of their accounts. */
export function openAlertsJson(records: readonly (DriftRecord | UnreadableRecord)[], names: AccountNames): string {
  const named = records.map((record) => {
    const accountName = names.get(record.accountId);
    return accountName === undefined ? record : { ...record, accountName };
  });
  return `${jsonForTerminal(JSON.stringify(named, null, 2))}\n`;
}

export interface AlertsTableOptions {
  readonly now: Date;
  /** Of the terminal. */
  readonly width?: number | undefined;
  readonly names?: AccountNames;
}

/** With less room the name of an account stands in the line of its detail. */
const NAME_COLUMN_WIDTH = 100;
const SINCE_COLUMN_WIDTH = 80;

/** Open and waived drifts and unreadable targets, oldest first, as a table. */
export function openAlertsTable(
  state: State,
  { now, width = TABLE_WIDTH, names = new Map() }: AlertsTableOptions,
): string {
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
  const isNamed = rows.some(({ accountId }) => names.has(accountId));
  const hasColumn = isNamed && width >= NAME_COLUMN_WIDTH;
  const nameCell = (name: string): readonly string[] => (hasColumn ? [name] : []);
  // The age says it as well.
  const sinceCell = (since: string): readonly string[] => (width < SINCE_COLUMN_WIDTH ? [] : [since]);
  const cells = rows.map((row) => [
    row.accountId,
    ...nameCell(names.get(row.accountId) ?? '-'),
    row.region,
    row.subject,
    row.state,
    ...sinceCell(minuteText(row.since)),
    ageText(row.since, now.toISOString()),
  ]);
  const [head = '', ...lines] = columns(
    [['account', ...nameCell('name'), 'Region', 'subject', 'state', ...sinceCell('since'), 'age'], ...cells],
    { width, whole: [0, hasColumn ? 2 : 1] },
  )
    .trimEnd()
    .split('\n');
  const details = rows.map(({ accountId, detail }) => {
    const name = hasColumn ? undefined : names.get(accountId);
    return wrap(plain(name === undefined ? detail : `${name}: ${detail}`), { indent: 4, width });
  });
  return [head, ...lines.flatMap((line, index) => [line, details[index] ?? ''])].map((line) => `${line}\n`).join('');
}
