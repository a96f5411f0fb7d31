import type { Drift } from '../../core/model.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import { csv as escape } from '../words/escape.ts';

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
];

/** One row for each drift, and one for each target without any. RFC 4180. */
export function csv({ results }: Report): string {
  const rows = results.flatMap((result) =>
    result.drifts.length === 0 ? [row(result, null)] : result.drifts.map((drift) => row(result, drift)),
  );
  return [COLUMNS, ...rows].map((cells) => `${cells.map(escape).join(',')}\r\n`).join('');
}

function row({ accountId, region, verdict, reason, detail }: Result, drift: Drift | null): readonly string[] {
  const waiver = drift?.waiver;
  return [
    accountId,
    region,
    verdict,
    drift?.setting,
    drift?.desired,
    drift?.actual,
    drift?.action,
    drift?.outcome,
    reason,
    drift?.detail ?? detail,
    waiver?.reason,
    waiver?.owner,
    waiver?.expires,
  ].map((cell) => cell ?? '');
}
