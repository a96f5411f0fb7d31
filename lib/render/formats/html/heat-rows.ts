import type { Report, Result, UnitCounts } from '../../../core/compliance/report.ts';
import { compareText } from '../../../core/order.ts';

/** The targets of an account, in one row of the heat map. */
export interface HeatRow {
  readonly accountId: string;
  readonly accountName: string | null;
  readonly byRegion: ReadonlyMap<string, Result>;
}

/** Accounts of an organizational unit that have nothing but compliant targets, and targets that are not applicable. */
export interface FoldedRow {
  /** From the root down; empty where it is not known. */
  readonly path: readonly string[];
  readonly accounts: number;
  /** Is every one of their targets compliant? */
  readonly isWholly: boolean;
}

export interface HeatRows {
  /** Sorted. */
  readonly regions: readonly string[];
  /** Worst first, then by id. */
  readonly rows: readonly HeatRow[];
  readonly folded: readonly FoldedRow[];
}

/** The heat map of a report. The row of a single account is never folded. */
export function heatRows({ results, units = [] }: Pick<Report, 'results' | 'units'>): HeatRows {
  const regions = [...new Set(results.map(({ region }) => region))].toSorted(compareText);
  const accounts = [...Map.groupBy(results, ({ accountId }) => accountId)].map(([accountId, own]) => ({
    accountId,
    own,
    badness: badnessOf(own),
  }));
  const isShown = ({ badness }: { badness: readonly number[] }): boolean =>
    accounts.length === 1 || badness.some((count) => count > 0);
  const rows = accounts
    .filter(isShown)
    .toSorted((a, b) => compareBadness(a.badness, b.badness) || compareText(a.accountId, b.accountId))
    .map(({ accountId, own }) => ({
      accountId,
      accountName: own[0]?.accountName ?? null,
      byRegion: new Map(own.map((result) => [result.region, result])),
    }));
  const compliant = accounts.filter((account) => !isShown(account)).map(({ own }) => own);
  return { regions, rows, folded: foldedRows(compliant, units) };
}

/** How many targets have drifted, are unknown, are waived. */
function badnessOf(own: readonly Result[]): readonly number[] {
  return (['drifted', 'unknown', 'waived'] as const).map(
    (wanted) => own.filter(({ verdict }) => verdict === wanted).length,
  );
}

function compareBadness(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((count, index) => (b[index] ?? 0) - count);
  return differences.find((difference) => difference !== 0) ?? 0;
}

function foldedRows(accounts: readonly (readonly Result[])[], units: readonly UnitCounts[]): readonly FoldedRow[] {
  const paths = new Map(units.flatMap(({ path, accounts: ids }) => ids.map((id) => [id, path.join('/')])));
  const groups = Map.groupBy(accounts, (own) => {
    const isWholly = own.every(({ verdict }) => verdict === 'compliant');
    return `${paths.get(own[0]?.accountId ?? '') ?? ''} ${isWholly ? 1 : 0}`;
  });
  return [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, found]) => {
      const [path = '', wholly] = key.split(' ');
      return {
        path: path === '' ? [] : path.split('/'),
        accounts: found.length,
        isWholly: wholly === '1',
      };
    });
}
