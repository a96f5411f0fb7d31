import type { Observations } from '../../core/observation.ts';
import { SETTINGS } from '../../core/settings/index.ts';
import type { Target } from '../../core/target.ts';
import { columns } from '../words/columns.ts';
import { csv as escapeCsv, cut, jsonForTerminal, plain } from '../words/escape.ts';

/** The settings of one target as a row, by column. */
export type SessionRow = Readonly<Record<string, string | null>>;

/** Such as `finding_publishing_frequency`. */
function columnOf(setting: string): string {
  return setting.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('.', '_');
}

const COLUMNS: readonly string[] = ['region', 'aws_account_id', ...SETTINGS.map(({ id }) => columnOf(id))];

/** Every setting as it was read. Of a group without values the first setting has why: `unknown: reason` or `not-applicable`. */
export function sessionRow({ accountId, region }: Target, observations: Observations): SessionRow {
  const cells = SETTINGS.map(({ id, group }) => {
    const isFirst = SETTINGS.find((one) => one.group === group)?.id === id;
    return [columnOf(id), cellOf(id, { observation: observations[group], isFirst })] as const;
  });
  return { region, aws_account_id: accountId, ...Object.fromEntries(cells) };
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

const cellsOf = (row: SessionRow): readonly string[] => COLUMNS.map((column) => plain(row[column] ?? ''));

const TABLE_WIDTH = 120;
const GAP = 2;

/** For people, on a terminal: short headings, roles by name, and no line beyond the width. JSON and CSV have all of it. */
function table(rows: readonly SessionRow[]): string {
  const headings = ['Region', 'account', ...SETTINGS.map(({ id }) => columnOf(id).replaceAll('_', ' '))];
  return columns(fitting([headings, ...rows.map((row) => cellsOf(row).map(shortArn))]));
}

/** The name at the end of an ARN. */
function shortArn(cell: string): string {
  return /^arn:[^/]+\/(?:.*\/)?([^/]+)$/.exec(cell)?.[1] ?? cell;
}

/** Cuts the widest columns until the lines fit. */
function fitting(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const room = TABLE_WIDTH - GAP * (widths.length - 1);
  let widest = Math.max(...widths);
  const limited = (): number => widths.reduce((sum, width) => sum + Math.min(width, widest), 0);
  while (limited() > room && widest > 1) widest -= 1;
  return lines.map((line) => line.map((cell) => cut(cell, widest)));
}

function csv(rows: readonly SessionRow[]): string {
  return [COLUMNS, ...rows.map(cellsOf)].map((line) => `${line.map(escapeCsv).join(',')}\r\n`).join('');
}

function json(rows: readonly SessionRow[]): string {
  return `${jsonForTerminal(JSON.stringify(rows, null, 2))}\n`;
}

/** Every format of the session list by its name on the command line. */
export const SESSION_FORMATS = { table, json, csv } as const;
export type SessionFormat = keyof typeof SESSION_FORMATS;

export const SESSION_FORMAT_NAMES: readonly string[] = Object.keys(SESSION_FORMATS);
