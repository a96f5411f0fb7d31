import { mean, runRecord } from '../../../core/alerts/statistics.ts';
import type { Report, RunRecord } from '../../../core/compliance/report.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { durationText } from '../../words/age.ts';
import { countOf } from '../../words/sentence.ts';
import { chartMarkup, type Chart } from './chart.ts';
import { element, type Markup } from './markup.ts';
import { TREND_DAYS, trendDays, type TrendDay } from './trend-days.ts';

/** The last 90 days by their full runs, or why there is no trend. */
export function trendMarkup(report: Report, runs: readonly RunRecord[]): Markup {
  const isRecorded = runs.some(({ runId }) => runId === report.runId);
  const days = trendDays(report, isRecorded ? runs : [...runs, runRecord(report, [])]);
  const known = days.filter(({ drifted }) => drifted !== null);
  const body =
    known.length < 2
      ? element`<p class="lead">${whyNone(runs)}</p>`
      : element`<p class="lead">${leadText(days, known.length)}</p>
<div class="charts">${chartsOf(days).map(chartMarkup)}</div>
<p class="lead">${repairText(runs)}</p>`;
  return element`<section id="trend" aria-labelledby="trend-title">
<h2 id="trend-title">Trend</h2>
    ${body}
</section> `;
}

function whyNone(runs: readonly RunRecord[]): string {
  const found = runs.length === 0 ? 'no earlier run is known here' : 'the full runs that are known here are of one day';
  return `There is no trend: ${found}. A stack records its runs in its state table.`;
}

function leadText(days: readonly TrendDay[], known: number): string {
  const gaps = days.length - known;
  const missing =
    gaps === 0 ? '' : ` ${countOf(gaps, 'day')} without a full run ${gaps === 1 ? 'is a gap' : 'are gaps'}.`;
  return `The last full run of each day, from ${days[0]?.day ?? ''} to ${days.at(-1)?.day ?? ''} (at most ${TREND_DAYS} days).${missing}`;
}

function repairText(runs: readonly RunRecord[]): string {
  const minutes = runs.flatMap(({ repairMinutes }) => repairMinutes);
  if (minutes.length === 0) return 'No drift ended in this time.';
  return `${countOf(minutes.length, 'drift')} ended, after ${spanText(mean(minutes))} on average; the longest after ${spanText(Math.max(...minutes))}.`;
}

function spanText(minutes: number): string {
  return durationText(minutes * MINUTE_MS) || 'less than two minutes';
}

function chartsOf(trend: readonly TrendDay[]): readonly Chart[] {
  const days = trend.map(({ day }) => day);
  return [sharesChart(trend, days), driftsChart(trend, days), repairChart(trend, days)];
}

function sharesChart(trend: readonly TrendDay[], days: readonly string[]): Chart {
  const [compliant, coverage] = [trend.map((day) => day.compliant), trend.map((day) => day.coverage)];
  const lowest = Math.min(90, ...[...compliant, ...coverage].filter((value) => value !== null));
  return {
    id: 'shares',
    title: 'Share of targets',
    description: `Compliant: ${changeText(compliant, ' %')}. Could be read: ${changeText(coverage, ' %')}.`,
    days,
    series: [
      { kind: 'first', name: 'compliant', values: compliant },
      { kind: 'second', name: 'could be read', values: coverage },
    ],
    shape: 'line',
    range: [Math.floor(lowest / 10) * 10, 100],
    unit: ' %',
  };
}

function driftsChart(trend: readonly TrendDay[], days: readonly string[]): Chart {
  const values = trend.map(({ drifted }) => drifted);
  return {
    id: 'drifts',
    title: 'Targets with an open drift',
    description: `${changeText(values, '')}.`,
    days,
    series: [{ kind: 'first', name: 'drifted', values }],
    shape: 'line',
    range: [0, Math.max(4, ...values.map((value) => value ?? 0))],
    unit: '',
  };
}

const UNITS = [
  { minutes: 24 * 60, unit: ' d' },
  { minutes: 60, unit: ' h' },
  { minutes: 1, unit: ' min' },
] as const;

function repairChart(trend: readonly TrendDay[], days: readonly string[]): Chart {
  const minutes = trend.map(({ repairMinutes }) => repairMinutes);
  const longest = Math.max(0, ...minutes.map((value) => value ?? 0));
  const scale = UNITS.find((one) => longest >= 2 * one.minutes) ?? UNITS[2];
  const values = minutes.map((value) => (value === null ? null : value / scale.minutes));
  return {
    id: 'repair',
    title: 'Time to repair, mean of a day',
    description: longest === 0 ? 'No drift ended.' : `The highest mean of a day is ${spanText(longest)}.`,
    days,
    series: [{ kind: 'first', name: 'time to repair', values }],
    shape: 'bars',
    range: [0, Math.max(4, longest / scale.minutes)],
    unit: scale.unit,
  };
}

/** Such as `from 91.2 % to 97.5 %, lowest 88 %`. */
function changeText(values: readonly (number | null)[], unit: string): string {
  const known = values.filter((value) => value !== null);
  const text = (value: number | undefined): string => `${Math.round((value ?? 0) * 10) / 10}${unit}`;
  return `from ${text(known[0])} to ${text(known.at(-1))}, lowest ${text(Math.min(...known))}, highest ${text(Math.max(...known))}`;
}
