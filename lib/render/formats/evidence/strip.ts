import { scaleUtc } from 'd3-scale';
import type { Period, Span, SpanKind } from '../../../core/evidence/model.ts';
import { element, NOTHING, type Markup } from '../html/markup.ts';

/** A strip is so many units wide. A time that is not compliant has three of them at least: it has to be seen on the strip of a year. */
const STRIP = 1000;
const LEAST = 3;
const TICKS = 4;
/** The later are drawn over the earlier. */
const LAYERS: readonly SpanKind[] = ['outside', 'compliant', 'accepted', 'not-seen', 'drifted'];
/** Kinds differ in height too, for those that do not see the colours. */
const HEIGHTS: Readonly<Record<SpanKind, number>> = {
  outside: 2,
  compliant: 12,
  accepted: 18,
  'not-seen': 24,
  drifted: 24,
};

/** The times of a target as a strip over its period, with dates below. `words` say the same to those that do not see it. */
export function stripMarkup(spans: readonly Span[], { period, words }: { period: Period; words: string }): Markup {
  const parts = LAYERS.flatMap((layer) =>
    spans.filter(({ kind }) => kind === layer).map((span) => partMarkup(span, period)),
  );
  return element`<svg class="strip" viewBox="0 0 ${STRIP} 24" preserveAspectRatio="none" role="img" aria-label="${words}">${parts}</svg>${axisMarkup(period)}`;
}

function partMarkup({ from, to, kind }: Span, period: Period): Markup {
  const scale = STRIP / (period.to - period.from);
  const start = Math.round((from - period.from) * scale);
  const width = Math.max(kind === 'compliant' ? 0 : LEAST, Math.round((to - period.from) * scale) - start);
  if (width === 0) return NOTHING;
  const height = HEIGHTS[kind];
  return element`<rect class="${kind}" x="${Math.min(start, STRIP - width)}" y="${(24 - height) / 2}" width="${width}" height="${height}"/>`;
}

function axisMarkup({ from, to }: Period): Markup {
  const ticks = scaleUtc([new Date(from), new Date(to)], [0, 100])
    .ticks(TICKS)
    .map((tick) => ({ text: tickText(tick), left: ((tick.getTime() - from) / (to - from)) * 100 }))
    .filter(({ left }) => left < 85);
  return element`<p class="axis" aria-hidden="true">${ticks.map(({ text, left }) => element`<span style="left:${left.toFixed(2)}%">${text}</span>`)}</p>`;
}

function tickText(tick: Date): string {
  const text = tick.toISOString();
  return text.includes('T00:00:00') ? text.slice(0, 10) : text.slice(11, 16);
}
