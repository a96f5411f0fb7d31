import type { Drift } from '../../core/compliance/drift.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import type { Unknown } from '../../core/observation.ts';
import { csv as escape } from '../words/escape.ts';
import { detailText } from '../words/unknown-words.ts';

const COLUMNS = [
  'account_id',
  'region',
  'verdict',
  'setting',
  'desired',
  'actual',
  'action',
  'outcome',
  'reason',
  'detail',
  'waiver_reason',
  'waiver_owner',
  'waiver_expires',
  'scope',
  'account_name',
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | null>>>;

/** One row for each drift, one for each settings group that could not be read, and one for each target with neither. RFC 4180. */
export function csv({ results, scope }: Report): string {
  const rows = results.flatMap(rowsOf).map((row): Row => ({ ...row, scope: scope.kind }));
  const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? ''));
  return [COLUMNS, ...lines].map((cells) => `${cells.map(escape).join(',')}\r\n`).join('');
}

function rowsOf(result: Result): readonly Row[] {
  const { accountId, accountName = null, region, verdict, drifts, unknowns, detail } = result;
  const target = { account_id: accountId, region, verdict, account_name: accountName };
  const rows = [...drifts.map(driftCells), ...unknowns.map(unknownCells)];
  return (rows.length === 0 ? [{ detail }] : rows).map((row) => ({ ...target, ...row }));
}

function driftCells({ setting, desired, actual, action, outcome, failure, detail, waiver }: Drift): Row {
  return {
    setting,
    desired,
    actual,
    action,
    outcome,
    reason: failure?.reason ?? null,
    detail: failure?.detail ?? detail,
    waiver_reason: waiver?.reason ?? null,
    waiver_owner: waiver?.owner ?? null,
    waiver_expires: waiver?.expires ?? null,
  };
}

function unknownCells(unknown: Unknown): Row {
  return { reason: unknown.reason, detail: detailText(unknown) };
}
