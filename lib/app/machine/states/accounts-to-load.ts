import { sessionTimesAfter } from '../../../core/alerts/session-times.ts';
import type { Report } from '../../../core/compliance/report.ts';
import type { OrganizationStore } from '../deps.ts';
import type { ConcludedRun } from '../join-repairs.ts';

export interface Concluding {
  readonly report: Report;
  readonly store: OrganizationStore;
}

/** The accounts of the run with something open, something to report, or a session that has changed. */
export async function accountsToLoad(
  { accounts }: ConcludedRun,
  { report, store }: Concluding,
  policyAccount: string | null,
): Promise<ReadonlySet<string>> {
  const ids = [...accounts.keys()];
  const [open, sessions] = await Promise.all([store.openAccounts(), store.sessionTimes(ids)]);
  const news = report.results.filter(({ drifts, unknowns }) => drifts.length > 0 || unknowns.length > 0);
  const stored = new Map(sessions.map((times) => [times.accountId, JSON.stringify(times)]));
  const changed = sessionTimesAfter(sessions, report).filter(
    (times) => stored.get(times.accountId) !== JSON.stringify(times),
  );
  const found = [policyAccount ?? '', ...open, ...[...news, ...changed].map(({ accountId }) => accountId)];
  return new Set(found.filter((id) => accounts.has(id)));
}
