import type { Failure, Observation } from '../../core/observation.ts';
import type { Target } from '../../core/target.ts';
import type { Row } from '../../sql/database.ts';
import type { Scan } from '../scan/scan-result.ts';
import type { QueryPlan } from './plan-query.ts';
import type { QueryPolicy } from './query-policy.ts';

/* What the rows of targets have in common. Pure. */

export interface TargetRows {
  readonly rows: readonly Row[];
  /** Of targets that could not be read, or not in full. */
  readonly unread: readonly Row[];
}

export interface Comparing {
  readonly scan: Scan;
  readonly policy: QueryPolicy;
  readonly plan: QueryPlan;
}

/** What a row of a target has beside its identity. */
interface TargetCells {
  readonly target: Target;
  readonly cells: Row;
}

/** The rows of a table, each with the identity of its target. */
export function targetRows(found: readonly TargetCells[], { accounts }: Scan): TargetRows {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const rows = found.map(({ target: { accountId, region }, cells }): Row => ({
    region,
    aws_account_id: accountId,
    account_id: accountId,
    account_name: names.get(accountId) ?? null,
    ...cells,
  }));
  return { rows, unread: rows.filter(({ verdict }) => verdict === 'unknown') };
}

export function withoutPolicy(observation: Observation | undefined): string | null {
  return observation?.kind === 'values' ? null : (observation?.kind ?? 'unknown');
}

export function verdictCells(
  verdict: string | null,
  { failure, observation }: { readonly failure: Failure | undefined; readonly observation: Observation | undefined },
): Row {
  const unknown = failure ?? (observation?.kind === 'unknown' ? observation : undefined);
  const notApplicable = observation?.kind === 'not-applicable' ? observation.detail : null;
  return {
    verdict,
    reason: verdict === 'unknown' ? (unknown?.reason ?? null) : null,
    detail: verdict === 'unknown' ? (unknown?.detail ?? null) : notApplicable,
  };
}
