import type { Report, RunRecord } from '../compliance/report.ts';
import { MINUTE_MS } from '../time.ts';
import { runVerdict } from '../compliance/verdict.ts';
import { accountCounts, countsOfAccounts } from '../compliance/unit-counts.ts';
import type { Audience } from './audience.ts';
import type { Alert } from './model.ts';
import { isSeenToEnd } from './severity.ts';

/** How long each drift was open that ended with these alerts, in minutes. */
export function repairMinutes(alerts: readonly Alert[]): readonly number[] {
  return alerts
    .filter((alert) => alert.kind === 'repaired' || (alert.kind === 'resolved' && isSeenToEnd(alert)))
    .map(({ since, at }) => Math.max(0, Date.parse(at) - Date.parse(since)) / MINUTE_MS);
}

/** The record of a run, for the history. */
export function runRecord(report: Report, alerts: readonly Alert[], audience: Audience | null = null): RunRecord {
  const { runId, startedAt, finishedAt, trigger, verdict, summary, scope } = report;
  const minutes = repairMinutes(alerts);
  return {
    runId,
    startedAt,
    finishedAt,
    trigger,
    scope: scope.kind,
    verdict,
    summary,
    repairMinutes: minutes,
    ...(audience === null ? {} : { audience }),
    ...(report.units ? { units: report.units.map((unit) => ({ ...unit, accounts: unit.accounts.length })) } : {}),
    accounts: accountCounts(report.results),
    ...namesOf(report),
  };
}

/** With more, the record of a large organization could outgrow an item of the table. */
const MAX_NAMES = 2000;

/** A compliant account has nothing open that has to be named. */
function namesOf({ results }: Report): Pick<RunRecord, 'names'> {
  const named = new Map(
    results.flatMap(({ accountId, accountName, verdict }) =>
      accountName === undefined || verdict === 'compliant' ? [] : [[accountId, accountName] as const],
    ),
  );
  return named.size === 0 ? {} : { names: Object.fromEntries([...named].slice(0, MAX_NAMES)) };
}

/** The records of runs as they are of some accounts. A run that did not read them, or does not say so, is none of theirs. */
export function runsOfAccounts(runs: readonly RunRecord[], wanted: ReadonlySet<string>): readonly RunRecord[] {
  return runs.flatMap((run) => {
    const { accounts: counted = [] } = run;
    const summary = countsOfAccounts(counted, wanted);
    if (summary === null) return [];
    const accounts = counted
      .map((counts) => ({ ...counts, accounts: counts.accounts.filter((id) => wanted.has(id)) }))
      .filter((counts) => counts.accounts.length > 0);
    return [{ ...run, summary, verdict: runVerdict(summary), accounts, units: undefined }];
  });
}

/** The share of targets that could be read, in percent; 0 where there is no target. */
export function coverage({ summary }: Pick<Report, 'summary'>): number {
  const expected = summary.targets - summary.notApplicable;
  return expected === 0 ? 0 : (100 * (expected - summary.unknown)) / expected;
}

/** The share of targets that are compliant, in percent, of all to which Macie applies; 0 where there is no target. */
export function compliantShare({ summary }: Pick<Report, 'summary'>): number {
  const expected = summary.targets - summary.notApplicable;
  return expected === 0 ? 0 : (100 * summary.compliant) / expected;
}

export interface Gap {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
}

/** The longest time of a period in which no full run began; null for a period without a full run. */
export function longestGap(
  runs: readonly RunRecord[],
  { from, to }: { readonly from: string | null; readonly to: string },
): Gap | null {
  const starts = runs.filter(({ scope }) => scope === 'full').map(({ startedAt }) => startedAt);
  if (starts.length === 0) return null;
  const times = [...(from === null ? [] : [from]), ...starts, to];
  const gaps = times.slice(0, -1).map((start, index): Gap => ({ from: start, to: String(times[index + 1]) }));
  const lengthOf = (gap: Gap): number => Date.parse(gap.to) - Date.parse(gap.from);
  return gaps.reduce((longest, gap) => (lengthOf(gap) > lengthOf(longest) ? gap : longest));
}

export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
