import type { Report } from '../compliance/report.ts';
import { compareText } from '../order.ts';

/** When the sessions of an account were made and changed, as they report it themselves. It shows changes between two runs. */
export interface SessionTimes {
  readonly kind: 'sessions';
  readonly accountId: string;
  /** By Region. */
  readonly regions: Readonly<Record<string, SessionTime>>;
}

/** ISO 8601 UTC; null where the session did not say. */
export interface SessionTime {
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** The times after a run: those of the sessions that it read replace the stored ones. A session that is off keeps its last times. */
export function sessionTimesAfter(
  stored: readonly SessionTimes[],
  { results }: Pick<Report, 'results'>,
): readonly SessionTimes[] {
  const byAccount = new Map(stored.map((times) => [times.accountId, times]));
  for (const [accountId, own] of Map.groupBy(results, (result) => result.accountId)) {
    const read = own.flatMap(({ region, session }) => {
      const { createdAt = null, updatedAt = null } = session ?? {};
      return createdAt === null && updatedAt === null ? [] : [[region, { createdAt, updatedAt }] as const];
    });
    if (read.length === 0) continue;
    const regions = { ...byAccount.get(accountId)?.regions, ...Object.fromEntries(read) };
    const sorted = Object.entries(regions).toSorted(([a], [b]) => compareText(a, b));
    byAccount.set(accountId, { kind: 'sessions', accountId, regions: Object.fromEntries(sorted) });
  }
  return [...byAccount.values()].toSorted((a, b) => compareText(a.accountId, b.accountId));
}
