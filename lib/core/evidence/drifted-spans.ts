import type { DriftLife } from '../history/lives.ts';
import type { ScansOfTarget, SettingScan } from './scans-of-targets.ts';
import type { Span, SpanKind } from './model.ts';
import { withSpan } from './spans.ts';

/*
 *  scan              scan: drifted       scan: as desired
 *   │ compliant   ▒▒▒▒│█████████████████│ compliant
 *                 │   first seen        end
 *                 call, where it is known: drifted from there, even where no run has read
 */

const SEEN: readonly SpanKind[] = ['compliant', 'accepted', 'drifted'];
const ANY: readonly SpanKind[] = [...SEEN, 'not-seen'];

/** The spans of a target with the life of a drift in them. */
export function withLife(spans: readonly Span[], life: DriftLife, scans: ScansOfTarget): readonly Span[] {
  const [first] = life.parts;
  if (first === undefined) return withInterruption(spans, life, scans);
  const since = Date.parse(first.from);
  const seen = life.parts.reduce(
    (so_far, { state, from, to }) =>
      withSpan(so_far, spanOf(state, Date.parse(from), to === null ? Number.POSITIVE_INFINITY : Date.parse(to)), SEEN),
    spans,
  );
  return withSpan(seen, spanOf(first.state, startOf(life, since, scans), since), ANY);
}

function spanOf(state: 'open' | 'waived', from: number, to: number): Span {
  return { from, to, kind: state === 'open' ? 'drifted' : 'accepted', why: null };
}

/** The time of the call that made the drift, if it comes after the last scan without the drift; else when it was first seen. */
function startOf({ call, events }: DriftLife, since: number, scans: ScansOfTarget): number {
  const [opening] = events;
  const at = Date.parse((opening ? opening.call : call)?.at ?? '');
  const last = lastReading(scans, since);
  return at < since && at >= (last?.startedAt ?? Number.NEGATIVE_INFINITY) ? at : since;
}

/** A drift that no run has seen: as far as its ends are known it is drifted, and before that nobody knows. */
function withInterruption(spans: readonly Span[], { events, since }: DriftLife, scans: ScansOfTarget): readonly Span[] {
  return events.reduce((so_far, { from, until, at }) => {
    const seenAt = Date.parse(at);
    const to = until === null ? seenAt : Date.parse(until);
    if (from !== null) return withSpan(so_far, spanOf('open', Date.parse(from), to), ANY);
    const last = lastReading(scans, seenAt)?.at ?? Date.parse(since);
    return withSpan(so_far, { from: last, to, kind: 'not-seen', why: 'between-scans' }, SEEN);
  }, spans);
}

/** The last scan that read the target, and ended before a time. */
function lastReading({ marks }: ScansOfTarget, before: number): SettingScan | null {
  return marks.findLast(({ kind, at }) => at < before && (kind === 'read' || kind === 'off')) ?? null;
}
