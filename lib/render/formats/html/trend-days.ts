import { compliantShare, coverage, mean } from '../../../core/alerts/statistics.ts';
import type { Report, RunRecord } from '../../../core/compliance/report.ts';
import { DAY_MS } from '../../../core/time.ts';

export const TREND_DAYS = 90;

/** A day, by the last full run of it. */
export interface TrendDay {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** In percent of the targets that are applicable; null: no full run, or no such target. */
  readonly compliant: number | null;
  readonly coverage: number | null;
  /** Targets with an open drift; null: no full run. */
  readonly drifted: number | null;
  /** How long the drifts were open that ended on the day, on average; null: none ended. */
  readonly repairMinutes: number | null;
}

/** Each of the last 90 days since the first full run, oldest first. A day without a full run has no numbers. */
export function trendDays({ finishedAt }: Pick<Report, 'finishedAt'>, runs: readonly RunRecord[]): readonly TrendDay[] {
  const last = Date.parse(dayOf(finishedAt));
  const first = new Date(last - (TREND_DAYS - 1) * DAY_MS).toISOString();
  const recent = runs.filter(({ finishedAt: at }) => at >= first && dayOf(at) <= dayOf(finishedAt));
  const byDay = Map.groupBy(recent, ({ finishedAt: at }) => dayOf(at));
  const [start] = recent
    .filter(({ scope }) => scope === 'full')
    .map(({ finishedAt: at }) => dayOf(at))
    .toSorted();
  if (start === undefined) return [];
  const length = (last - Date.parse(start)) / DAY_MS + 1;
  return Array.from({ length }, (_, index) => {
    const day = dayOf(new Date(Date.parse(start) + index * DAY_MS).toISOString());
    return trendDay(day, byDay.get(day) ?? []);
  });
}

function trendDay(day: string, runs: readonly RunRecord[]): TrendDay {
  const minutes = runs.flatMap(({ repairMinutes }) => repairMinutes);
  const repairMinutes = minutes.length === 0 ? null : mean(minutes);
  const [run] = runs
    .filter(({ scope }) => scope === 'full')
    .toSorted((a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt));
  if (run === undefined) return { day, compliant: null, coverage: null, drifted: null, repairMinutes };
  const isApplicable = run.summary.targets > run.summary.notApplicable;
  return {
    day,
    compliant: isApplicable ? compliantShare(run) : null,
    coverage: isApplicable ? coverage(run) : null,
    drifted: run.summary.drifted,
    repairMinutes,
  };
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
