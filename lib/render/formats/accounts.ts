import type { Failure } from '../../core/observation.ts';
import type { OrganizationAccount } from '../../core/organization/account.ts';
import { columns } from '../words/columns.ts';
import { csv as escapeCsv, jsonForTerminal, plain } from '../words/escape.ts';
import { countOf } from '../words/sentence.ts';
import { unitPath, type UnitNames } from '../words/unit-words.ts';

/** An account of a list. */
export interface AccountRow extends OrganizationAccount {
  readonly isOwn: boolean;
  readonly whyNotCovered: string | null;
}

/** A role that could not be assumed. */
export interface FailureRow extends Failure {
  readonly accountId: string;
  readonly name: string | null;
  readonly role: string;
}

export interface AccountsContext {
  readonly units: UnitNames;
  /** Of the terminal. */
  readonly width: number | undefined;
}

export type AccountFormat = 'table' | 'json' | 'csv';
export const ACCOUNT_FORMAT_NAMES: readonly AccountFormat[] = ['table', 'json', 'csv'];

/** A terminal that does not say how wide it is. */
const TABLE_WIDTH = 120;

/** The accounts of a policy, covered or not. */
export function accountsText(rows: readonly AccountRow[], format: AccountFormat, context: AccountsContext): string {
  const { units, width = TABLE_WIDTH } = context;
  const records = rows.map(({ accountId, name, organizationalUnits, state, isOwn, whyNotCovered }) => ({
    accountId,
    name,
    organizationalUnits,
    unitPath: unitPath(organizationalUnits, units),
    state,
    isOwn,
    isCovered: whyNotCovered === null,
    whyNotCovered,
  }));
  if (format === 'json') return json(records);
  if (format === 'csv')
    return csv([
      ['account_id', 'name', 'organizational_unit', 'state', 'covered', 'why_not'],
      ...records.map((one) => [
        one.accountId,
        one.name ?? '',
        one.unitPath,
        one.state ?? '',
        one.isCovered ? 'yes' : 'no',
        one.whyNotCovered ?? '',
      ]),
    ]);
  const lines = records.map((one) => [
    one.accountId,
    one.name ?? '-',
    one.unitPath || '-',
    one.state ?? '-',
    one.isCovered ? `yes${one.isOwn ? ', the own account' : ''}` : `no: ${one.whyNotCovered ?? ''}`,
  ]);
  const covered = records.filter(({ isCovered }) => isCovered).length;
  return `${columns([['account', 'name', 'organizational unit', 'state', 'covered'], ...lines], { width, whole: [0] })}${countOf(rows.length, 'account')}, ${covered} covered\n`;
}

/** The roles that could not be assumed, out of those of so many accounts. */
export function failuresText(
  rows: readonly FailureRow[],
  format: AccountFormat,
  { checked, width = TABLE_WIDTH }: { readonly checked: number; readonly width: number | undefined },
): string {
  if (format === 'json') return json(rows);
  const cells = rows.map(({ accountId, name, role, reason }) => [accountId, name ?? '', role, reason]);
  if (format === 'csv')
    return csv([
      ['account_id', 'name', 'role', 'reason', 'detail'],
      ...rows.map((row, index) => [...(cells[index] ?? []), row.detail]),
    ]);
  if (checked === 0) return 'There was no role to assume.\n';
  const failed = new Set(rows.map(({ accountId }) => accountId)).size;
  if (failed === 0) return `Every role was assumed in ${countOf(checked, 'account')}.\n`;
  const table = columns([['account', 'name', 'role', 'why'], ...cells.map((row) => row.map((cell) => cell || '-'))], {
    width,
    whole: [0],
  });
  return `${table}\n${reasons(rows)}\n${failed} of ${countOf(checked, 'account')} failed\n`;
}

/** Each sentence once: of 40 accounts without a role it is the same but for the account id. */
function reasons(rows: readonly FailureRow[]): string {
  const bySentence = Map.groupBy(
    rows,
    ({ accountId, reason, detail }) => `${reason}: ${plain(detail.replaceAll(accountId, 'ACCOUNT'))}`,
  );
  return [...bySentence].map(([text, found]) => `${text} (${countOf(found.length, 'account')})\n`).join('');
}

function csv(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => `${line.map((cell) => escapeCsv(plain(cell))).join(',')}\r\n`).join('');
}

function json(value: unknown): string {
  return `${jsonForTerminal(JSON.stringify(value, null, 2))}\n`;
}
