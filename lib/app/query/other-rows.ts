import type { AlertRecord, State } from '../../core/alerts/records.ts';
import type { RunRecord, Summary } from '../../core/compliance/report.ts';
import type { Row } from '../../sql/database.ts';
import type { ListedAccount } from '../accounts/list-accounts.ts';

/* The rows of the tables that are not read from Macie. Pure. */

export function accountRows(accounts: readonly ListedAccount[]): readonly Row[] {
  return accounts.map((account) => ({
    account_id: account.accountId,
    aws_account_id: account.accountId,
    account_name: account.name,
    email: account.email,
    state: account.state,
    organizational_units: account.organizationalUnits.length === 0 ? null : account.organizationalUnits.join('/'),
    is_own: Number(account.isOwn),
    is_management: Number(account.isManagement),
    is_covered: Number(account.whyNotCovered === null),
    detail: account.whyNotCovered,
  }));
}

/** What is open or waived. `names`: of accounts, by id. */
export function alertRows({ drifts, unreadable }: State, names: ReadonlyMap<string, string>): readonly Row[] {
  return [...drifts, ...unreadable]
    .filter(({ state }) => state !== 'closed')
    .map((record) => ({
      kind: record.kind,
      state: record.state,
      region: record.region,
      aws_account_id: record.accountId,
      account_id: record.accountId,
      account_name: names.get(record.accountId) ?? null,
      since: record.since,
      detail: record.detail,
      ...cellsOf(record),
    }));
}

function cellsOf(record: AlertRecord): Row {
  if (record.kind === 'unreadable') return { settings_group: record.group, reason: record.reason };
  const { setting, desired, actual, action, waiver, call } = record;
  return {
    setting,
    desired,
    actual,
    action,
    changed_by: call?.actor.name ?? null,
    waiver_reason: waiver?.reason ?? null,
    waiver_owner: waiver?.owner ?? null,
    waiver_expires: waiver?.expires ?? null,
  };
}

export function runRows(runs: readonly RunRecord[]): readonly Row[] {
  return runs.map((run) => ({ ...runCells(run), verdict: run.verdict, ...countCells(run.summary) }));
}

/** Records of earlier versions have no counts of accounts. */
export function historyRows(runs: readonly RunRecord[]): readonly Row[] {
  return runs.flatMap((run) =>
    (run.accounts ?? []).flatMap(({ accounts, summary }) =>
      accounts.map((accountId) => ({
        ...runCells(run),
        account_id: accountId,
        account_name: run.names?.[accountId] ?? null,
        ...countCells(summary),
      })),
    ),
  );
}

function runCells({ runId, startedAt, finishedAt, trigger, scope }: RunRecord): Row {
  return { run_id: runId, started_at: startedAt, finished_at: finishedAt, trigger, scope };
}

function countCells({ targets, compliant, drifted, waived, unknown, notApplicable }: Summary): Row {
  return { targets, compliant, drifted, waived, unknown, not_applicable: notApplicable };
}
