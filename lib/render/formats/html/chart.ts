import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { DAY_MS } from '../../../core/time.ts';
import { element, NOTHING, type Markup } from './markup.ts';

/** One line of a chart, a value for each day; null is a gap. */
export interface Series {
  /** The class of its style. */
  readonly kind: 'first' | 'second';
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** The same in words. */
  readonly description: string;
  /** YYYY-MM-DD, oldest first. */
  readonly days: readonly string[];
  readonly series: readonly Series[];
  readonly shape: 'line' | 'bars';
  readonly range: readonly [number, number];
  readonly unit: string;
}

const [WIDTH, HEIGHT] = [340, 150];
const [LEFT, RIGHT, TOP, BOTTOM] = [38, 6, 10, 22];
/** So many days are the axis at least: two days would be a line across the page. */
const MIN_DAYS = 14;

/** A small chart that needs no script. Days without a value are gaps. */
export function chartMarkup(chart: Chart): Markup {
  const { id, title, description, days } = chart;
  const scales = scalesOf(chart);
  return element`<figure>
<figcaption>${title}${chart.series.length > 1 ? keyMarkup(chart) : NOTHING}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
      ${yAxis(chart, scales)}${xAxis(days, scales)}
      ${chart.series.map((series) => (chart.shape === 'line' ? lineMarkup(series, { days, scales }) : barsMarkup(series, { days, scales })))}
</svg>
</figure> `;
}

/** The samples of the lines are of the style sheet. */
function keyMarkup({ series }: Chart): Markup {
  return element` <small>${series.map(({ kind, name }) => element`<span class="key ${kind}"></span> ${name} `)}</small>`;
}

interface Scales {
  readonly x: (day: string) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
  readonly dates: readonly Date[];
  /** Of a day on the x axis. */
  readonly step: number;
}

function scalesOf({ days, range }: Chart): Scales {
  const end = Date.parse(days.at(-1) ?? '');
  const start = Math.min(Date.parse(days[0] ?? ''), end - (MIN_DAYS - 1) * DAY_MS);
  const time = scaleUtc([start - DAY_MS / 2, end + DAY_MS / 2], [LEFT, WIDTH - RIGHT]);
  const value = scaleLinear(range, [HEIGHT - BOTTOM, TOP]);
  return {
    x: (day) => rounded(time(Date.parse(day))),
    y: (one) => rounded(value(one)),
    ticks: value.ticks(4).filter(Number.isInteger),
    dates: time.ticks(4),
    step: time(start + DAY_MS) - time(start),
  };
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function yAxis({ unit }: Chart, { y, ticks }: Scales): readonly Markup[] {
  return ticks.map(
    (tick) =>
      element`<path class="grid" d="M${LEFT} ${y(tick)}H${WIDTH - RIGHT}" /><text
          x="${LEFT - 5}"
          y="${y(tick) + 3.5}"
          text-anchor="end"
          >${tick}${unit}</text
        >`,
  );
}

function xAxis(_days: readonly string[], { x, dates }: Scales): readonly Markup[] {
  return dates
    .map((date) => date.toISOString().slice(0, 10))
    .map((day) => element`<text x="${x(day)}" y="${HEIGHT - 6}" text-anchor="middle">${day.slice(5)}</text>`);
}

interface Days {
  readonly days: readonly string[];
  readonly scales: Scales;
}

/** A day between two gaps has no line: it is a dot. */
function lineMarkup({ kind, name, values }: Series, { days, scales: { x, y } }: Days): Markup {
  const points = days.map((day, index) => ({ day, value: values[index] ?? null }));
  const isKnown = (index: number): boolean => (values[index] ?? null) !== null;
  const path = line<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ day }) => x(day))
    .y(({ value }) => y(value ?? 0))
    .digits(1)(points);
  const dots = points.flatMap(({ day, value }, index) =>
    value !== null && !isKnown(index - 1) && !isKnown(index + 1)
      ? [element`<circle cx="${x(day)}" cy="${y(value)}" r="2" />`]
      : [],
  );
  return element`<g class="${kind}"><title>${name}</title><path d="${path ?? ''}" />${dots}</g>`;
}

function barsMarkup({ kind, name, values }: Series, { days, scales: { x, y, step } }: Days): Markup {
  const width = rounded(Math.max(1, step * 0.7));
  const bars = days.flatMap((day, index) => {
    const value = values[index] ?? null;
    if (value === null) return [];
    const top = Math.min(y(value), y(0) - 1);
    return [
      element`<rect x="${rounded(x(day) - width / 2)}" y="${top}" width="${width}" height="${rounded(y(0) - top)}" />`,
    ];
  });
  return element`<g class="${kind}"><title>${name}</title>${bars}</g>`;
}
