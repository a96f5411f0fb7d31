import type { Observations } from '../../core/observation.ts';
import { SETTINGS } from '../../core/settings/index.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Target } from '../../core/target.ts';
import { columns } from '../words/columns.ts';
import { csv as escapeCsv, jsonForTerminal, plain } from '../words/escape.ts';

/** The settings of one target as a row, by column. */
export type SessionRow = Readonly<Record<string, string | null>>;

/** Such as `finding_publishing_frequency`. */
function columnOf(setting: string): string {
  return setting.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('.', '_');
}

/** Rows of several accounts have their names. Settings beside the session have a column if one of them was read. */
function columnsOf(rows: readonly SessionRow[]): readonly string[] {
  const accounts = new Set(rows.map((row) => row['aws_account_id']));
  const settings = SETTINGS.filter(
    ({ id, group }) => group === SESSION || rows.some((row) => (row[columnOf(id)] ?? null) !== null),
  );
  return [
    'region',
    'aws_account_id',
    ...(accounts.size > 1 ? ['account_name'] : []),
    ...settings.map(({ id }) => columnOf(id)),
  ];
}

/**
 * Every setting as it was read. Of a group without values the first setting has why: `unknown: reason` or `not-applicable`.
 * `name`: of the account, where it is known.
 */
export function sessionRow(
  { accountId, region }: Target,
  observations: Observations,
  name: string | null = null,
): SessionRow {
  const cells = SETTINGS.map(({ id, group }) => {
    const isFirst = SETTINGS.find((one) => one.group === group)?.id === id;
    return [columnOf(id), cellOf(id, { observation: observations[group], isFirst })] as const;
  });
  return {
    region,
    aws_account_id: accountId,
    ...(name === null ? {} : { account_name: name }),
    ...Object.fromEntries(cells),
  };
}

function cellOf(
  id: string,
  { observation, isFirst }: { observation: Observations[string] | undefined; isFirst: boolean },
): string | null {
  switch (observation?.kind) {
    case 'values':
      return observation.values[id] ?? null;
    case 'unknown':
      return isFirst ? `unknown: ${observation.reason}` : null;
    case 'not-applicable':
      return isFirst ? 'not-applicable' : null;
    case undefined:
      return null;
  }
}

/** A terminal that does not say how wide it is. */
const TABLE_WIDTH = 120;
const SERVICE_LINKED =
  /^arn:aws:iam::\d{12}:role\/aws-service-role\/macie\.amazonaws\.com\/AWSServiceRoleForAmazonMacie$/;

function cellsOf(row: SessionRow, names: readonly string[]): readonly string[] {
  return names.map((column) => plain(row[column] ?? ''));
}

/** For people: it fits a terminal, and names the usual role as a policy does. The other formats have every value in full. */
function table(rows: readonly SessionRow[], { width = TABLE_WIDTH }: { readonly width?: number } = {}): string {
  const names = columnsOf(rows);
  const lines = rows.map((row) =>
    cellsOf(row, names).map((cell) =>
      cell.replace(SERVICE_LINKED, 'service-linked').replace(`arn:aws:iam::${row['aws_account_id']}:`, ''),
    ),
  );
  return columns([names, ...lines], { width });
}

function csv(rows: readonly SessionRow[]): string {
  const names = columnsOf(rows);
  return [names, ...rows.map((row) => cellsOf(row, names))]
    .map((line) => `${line.map(escapeCsv).join(',')}\r\n`)
    .join('');
}

function json(rows: readonly SessionRow[]): string {
  const names = columnsOf(rows);
  const shown = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
  return `${jsonForTerminal(JSON.stringify(shown, null, 2))}\n`;
}

/** Every format of the session list by its name on the command line. */
export const SESSION_FORMATS = { table, json, csv } as const;
export type SessionFormat = keyof typeof SESSION_FORMATS;

export const SESSION_FORMAT_NAMES: readonly string[] = Object.keys(SESSION_FORMATS);
