import type { ScansOfTarget, SettingScan } from './scans-of-targets.ts';
import type { Period, Span, SpanKind, Times } from './model.ts';

export interface Validity {
  readonly validForMs: number;
  /** When the runs began that did not record what they read, and when they ended; null: there are none. */
  readonly olderRuns: Period | null;
}

const KINDS: Readonly<Record<SettingScan['kind'], SpanKind>> = {
  read: 'compliant',
  off: 'accepted',
  unread: 'not-seen',
  absent: 'outside',
};

/** A period by the scans of a target, without drifts: each scan is valid until the next, and for `validForMs` at most. */
export function spansOfScans(
  { marks, others }: ScansOfTarget,
  period: Period,
  { validForMs, olderRuns }: Validity,
): readonly Span[] {
  const first = marks[0]?.at ?? Number.POSITIVE_INFINITY;
  const spans = [...gapOf(Number.NEGATIVE_INFINITY, first, { others, period, validForMs })];
  for (const [index, { at, kind, why }] of marks.entries()) {
    const next = marks[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const to = Math.min(next, at + validForMs);
    spans.push({ from: at, to, kind: KINDS[kind], why: kind === 'unread' ? why : null });
    spans.push(...gapOf(to, next, { others, period, validForMs }));
  }
  const clipped = clip(spans, period);
  return olderRuns === null
    ? merged(clipped)
    : withSpan(clipped, { ...olderRuns, kind: 'not-seen', why: 'older-runs' }, ['not-seen']);
}

interface GapFacts {
  readonly others: readonly number[];
  readonly period: Period;
  readonly validForMs: number;
}

/** A run of other targets explains a gap as long as its scan is valid. */
function gapOf(start: number, end: number, { others, period, validForMs }: GapFacts): readonly Span[] {
  const from = Math.max(start, period.from);
  const to = Math.min(end, period.to);
  if (from >= to) return [];
  const isPartial = others.some((at) => at + validForMs > from && at < to);
  return [{ from, to, kind: 'not-seen', why: isPartial ? 'partial-runs' : 'no-run' }];
}

/** The spans with another one over those of some kinds. */
export function withSpan(spans: readonly Span[], over: Span, kinds: readonly SpanKind[]): readonly Span[] {
  // A target has thousands of spans and hundreds of lives: only those that meet are made anew.
  const first = spans.findIndex(({ to }) => to > over.from);
  const last = spans.findLastIndex(({ from }) => from < over.to);
  if (first === -1 || last < first) return spans;
  const painted = spans.slice(first, last + 1).flatMap((span) => {
    const from = Math.max(span.from, over.from);
    const to = Math.min(span.to, over.to);
    if (from >= to || !kinds.includes(span.kind)) return [span];
    return [
      { ...span, to: from },
      { ...over, from, to },
      { ...span, from: to },
    ];
  });
  const start = Math.max(0, first - 1);
  const near = [...spans.slice(start, first), ...painted, ...spans.slice(last + 1, last + 2)];
  return spans.toSpliced(start, last + 2 - start, ...merged(near));
}

function clip(spans: readonly Span[], { from, to }: Period): readonly Span[] {
  return spans.map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) }));
}

/** Without empty spans, and equal ones that follow each other as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const span of spans) {
    if (span.from >= span.to) continue;
    const last = found.at(-1);
    if (last?.kind === span.kind && last.why === span.why) found.splice(-1, 1, { ...last, to: span.to });
    else found.push(span);
  }
  return found;
}

export function timesOf(spans: readonly Span[]): Times {
  const sum = (kind: SpanKind): number =>
    spans.reduce((total, span) => total + (span.kind === kind ? span.to - span.from : 0), 0);
  return {
    compliant: sum('compliant'),
    drifted: sum('drifted'),
    accepted: sum('accepted'),
    'not-seen': sum('not-seen'),
    outside: sum('outside'),
  };
}
