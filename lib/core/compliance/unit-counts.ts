import { compareText } from '../order.ts';
import type { AccountCounts, Result, Summary, UnitCounts } from './report.ts';
import { summarize } from './verdict.ts';

/** By account id: the ids of its root and of the organizational units above it, from the root down. */
export type UnitsOf = ReadonlyMap<string, readonly string[]>;

/** The counts of each organizational unit, sorted. Each account counts once, in the unit that it is directly in. */
export function unitCounts(results: readonly Result[], unitsOf: UnitsOf): readonly UnitCounts[] {
  const byUnit = Map.groupBy(results, ({ accountId }) => unitsOf.get(accountId)?.join('/') ?? '');
  return [...byUnit]
    .filter(([path]) => path !== '')
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([path, own]) => ({
      path: path.split('/'),
      accounts: [...new Set(own.map(({ accountId }) => accountId))].toSorted(compareText),
      summary: summarize(own),
    }));
}

/** The counts of accounts: those with the same counts together, because most of an organization has them. */
export function accountCounts(results: readonly Result[]): readonly AccountCounts[] {
  const counted = [...Map.groupBy(results, ({ accountId }) => accountId)].map(([accountId, own]) => {
    const summary = summarize(own);
    return { accountId, summary, key: JSON.stringify(summary) };
  });
  const different = new Map(counted.map(({ key, summary }) => [key, summary]));
  return [...different].map(([same, summary]) => ({
    accounts: counted.filter(({ key }) => key === same).map(({ accountId }) => accountId),
    summary,
  }));
}

/** The counts of some accounts of a run; null if it read none of them. */
export function countsOfAccounts(counts: readonly AccountCounts[], wanted: ReadonlySet<string>): Summary | null {
  const found = counts
    .map(({ accounts, summary }) => ({ times: accounts.filter((id) => wanted.has(id)).length, summary }))
    .filter(({ times }) => times > 0);
  const sum = (key: keyof Summary): number => found.reduce((all, { times, summary }) => all + times * summary[key], 0);
  if (found.length === 0) return null;
  return {
    targets: sum('targets'),
    compliant: sum('compliant'),
    drifted: sum('drifted'),
    waived: sum('waived'),
    unknown: sum('unknown'),
    notApplicable: sum('notApplicable'),
  };
}
