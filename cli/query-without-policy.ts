import { readsTable, type QueryPlan } from '../lib/app/query/plan-query.ts';
import { UsageError } from './io.ts';

/** Throws a UsageError for a query that has no sense without a policy. */
export function refuseWithoutPolicy(plan: QueryPlan): void {
  if (!readsTable(plan, 'drifts')) return;
  throw new UsageError(
    'the table drifts compares with a policy, and there is none: name one with --policy; --policy built-in wants Macie ENABLED in every Region',
  );
}
