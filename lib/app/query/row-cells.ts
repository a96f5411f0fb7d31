import type { Assessment } from '../../core/compliance/assess.ts';
import type { Failure, Observation } from '../../core/observation.ts';
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

export const isUnread = (row: Row): boolean => row['verdict'] === 'unknown';

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

export function namesOf({ accounts }: Scan): ReadonlyMap<string, string | null> {
  return new Map(accounts.map(({ accountId, name }) => [accountId, name]));
}

export function identity(
  { target: { accountId, region } }: Assessment,
  names: ReadonlyMap<string, string | null>,
): Row {
  return {
    region,
    aws_account_id: accountId,
    account_id: accountId,
    account_name: names.get(accountId) ?? null,
  };
}
