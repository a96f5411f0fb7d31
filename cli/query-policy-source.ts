import { readsTable, type QueryPlan } from '../lib/app/query/plan-query.ts';
import { BUILT_IN } from '../lib/policy/source.ts';
import { UsageError, type Io } from './io.ts';
import { existingFile } from './output.ts';
import { noteBuiltIn, POLICY_FILE } from './policy-default.ts';
import type { QueryOptions } from './query-options.ts';

/** Where the policy of a query comes from; null: --no-policy. Throws a UsageError for a query that has no sense without a policy. */
export async function querySource(
  plan: QueryPlan,
  { policy }: Pick<QueryOptions, 'policy'>,
  io: Io,
): Promise<string | null> {
  if (typeof policy === 'string') return policy;
  if (policy === false) {
    refuseDrifts(plan);
    return null;
  }
  const found = await existingFile(POLICY_FILE, io);
  if (found === null) await noteBuiltIn(POLICY_FILE, io);
  return found ?? BUILT_IN;
}

function refuseDrifts(plan: QueryPlan): void {
  if (!readsTable(plan, 'drifts')) return;
  throw new UsageError(
    'the table drifts compares with a policy, and --no-policy takes none: leave it out, or name a policy with --policy',
  );
}
