import type { DriftLife } from '../history/lives.ts';
import type { LooksOfTarget, Mark } from './scans-of-targets.ts';
import type { Span, SpanKind } from './model.ts';
import { paint } from './spans.ts';

/*
 *  look              look: drifted       look: as desired
 *   │ compliant   ▒▒▒▒│█████████████████│ compliant
 *                 │   first seen        end
 *                 call, where it is known: drifted from there, even where nobody looked
 */

const SEEN: readonly SpanKind[] = ['compliant', 'accepted', 'drifted'];
const ANY: readonly SpanKind[] = [...SEEN, 'not-seen'];

/** The spans of a target with the life of a drift in them. */
export function withLife(spans: readonly Span[], life: DriftLife, looks: LooksOfTarget): readonly Span[] {
  const [first] = life.parts;
  if (first === undefined) return withInterruption(spans, life, looks);
  const since = Date.parse(first.from);
  const seen = life.parts.reduce(
    (so_far, { state, from, to }) =>
      paint(so_far, spanOf(state, Date.parse(from), to === null ? Number.POSITIVE_INFINITY : Date.parse(to)), SEEN),
    spans,
  );
  return paint(seen, spanOf(first.state, startOf(life, since, looks), since), ANY);
}

function spanOf(state: 'open' | 'waived', from: number, to: number): Span {
  return { from, to, kind: state === 'open' ? 'drifted' : 'accepted', why: null };
}

/** The time of the call that made the drift, if it comes after the last look that did not see the drift; else when it was first seen. */
function startOf({ call, events }: DriftLife, since: number, looks: LooksOfTarget): number {
  const [opening] = events;
  const at = Date.parse((opening ? opening.call : call)?.at ?? '');
  const last = lastReading(looks, since);
  return at < since && at >= (last?.startedAt ?? Number.NEGATIVE_INFINITY) ? at : since;
}

/** A drift that no run has seen: as far as its ends are known it is drifted, and before that nobody knows. */
function withInterruption(spans: readonly Span[], { events, since }: DriftLife, looks: LooksOfTarget): readonly Span[] {
  return events.reduce((so_far, { from, until, at }) => {
    const seenAt = Date.parse(at);
    const to = until === null ? seenAt : Date.parse(until);
    if (from !== null) return paint(so_far, spanOf('open', Date.parse(from), to), ANY);
    const last = lastReading(looks, seenAt)?.at ?? Date.parse(since);
    return paint(so_far, { from: last, to, kind: 'not-seen', why: 'between-looks' }, SEEN);
  }, spans);
}

/** The last look that read the target, and ended before a time. */
function lastReading({ marks }: LooksOfTarget, before: number): Mark | null {
  return marks.findLast(({ kind, at }) => at < before && (kind === 'read' || kind === 'off')) ?? null;
}
