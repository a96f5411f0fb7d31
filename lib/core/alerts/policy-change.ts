import type { Report } from '../compliance/report.ts';
import { compareText } from '../order.ts';
import type { PolicyAlert, PolicyVersion } from './model.ts';
import { addPending } from './pending.ts';
import { alertId, type ReconcileContext } from './reconcile-context.ts';
import type { PolicyRecord } from './records.ts';

/** The policies after a run. A partial run leaves them: the next full run compares with the last full one. */
export function reconcilePolicies(
  stored: readonly PolicyRecord[],
  { scope, policy: { source, sha256 } }: Pick<Report, 'scope' | 'policy'>,
  context: ReconcileContext,
): readonly PolicyRecord[] {
  if (scope.kind !== 'full') return stored;
  const byAccount = new Map(stored.map((record) => [record.accountId, record]));
  for (const accountId of scope.accounts) {
    const before = byAccount.get(accountId) ?? null;
    if (before?.sha256 === sha256) continue;
    const changed = before === null ? [] : addPending(before.pending, alertOf(before, { source, sha256 }, context));
    byAccount.set(accountId, { kind: 'policy', accountId, source, sha256, pending: changed });
  }
  return [...byAccount.values()].toSorted((a, b) => compareText(a.accountId, b.accountId));
}

function alertOf(
  { accountId, source, sha256 }: PolicyRecord,
  now: PolicyVersion,
  context: ReconcileContext,
): PolicyAlert {
  const at = context.now.toISOString();
  const id = alertId({ kind: 'policy-changed', accountId, region: null, subject: 'policy' }, context);
  const previous = { source, sha256 };
  return { id, kind: 'policy-changed', subject: 'policy', accountId, region: null, since: at, at, ...now, previous };
}
