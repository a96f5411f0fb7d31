import type { DriftAlert } from '../alerts/model.ts';
import type { DriftRecord } from '../alerts/records.ts';
import type { Drift } from '../compliance/drift.ts';
import type { DriftEvent } from './life-event.ts';

/** A setting of a target as a run has left it. */
export interface SeenSetting {
  /** null: it did not differ, or was not read. */
  readonly drift: Drift | null;
  readonly isCompared: boolean;
  readonly now: string;
}

type DriftFacts = Pick<DriftEvent, 'kind' | 'before'> & Partial<Omit<DriftEvent, 'kind' | 'before'>>;

/** What has happened to the record of a drift in one run; null is a closed one. Alerts do not tell: a flapping drift has none. */
export function driftEventKinds(
  old: DriftRecord | null,
  next: DriftRecord | null,
  seen: SeenSetting,
): readonly DriftFacts[] {
  const before = old?.state ?? 'closed';
  if (next === null || next.state === 'closed')
    return before === 'closed' ? wholeLife(old, next, seen) : [ending(before, next, seen)];
  const after = next.state;
  const opening: readonly DriftFacts[] = before === after ? [] : [{ kind: openingOf(before, after), before }];
  const { desired, actual } = old ?? next;
  const isChanged = before === after && (actual !== next.actual || desired !== next.desired);
  const change: readonly DriftFacts[] = isChanged ? [{ kind: 'changed', before, previous: { desired, actual } }] : [];
  const news = [...opening, ...change];
  // An opening and a change start the list of failures anew.
  const known = news.length > 0 || old === null ? [] : old.announcedFailures;
  const isFailed = after === 'open' && next.announcedFailures.some((reason) => !known.includes(reason));
  const failure = seen.drift?.failure ?? null;
  return isFailed ? [...news, { kind: 'repair-failed', before: after, failure }] : news;
}

function openingOf(before: DriftRecord['state'], after: 'open' | 'waived'): DriftEvent['kind'] {
  if (after === 'waived') return 'waived';
  return before === 'waived' ? 'waiver-ended' : 'opened';
}

function ending(
  before: DriftRecord['state'],
  next: DriftRecord | null,
  { drift, isCompared, now }: SeenSetting,
): DriftFacts {
  const endedBy = newAlert(next, 'resolved', now)?.call ?? null;
  if (drift?.outcome === 'verified') return { kind: 'repaired', before };
  return { kind: isCompared ? 'resolved' : 'gone', before, endedBy };
}

/** A drift that began and ended since the last run: it was repaired at once, or it was seen by nobody. */
function wholeLife(
  old: DriftRecord | null,
  next: DriftRecord | null,
  { drift, now }: SeenSetting,
): readonly DriftFacts[] {
  if (next === null) return [];
  if (drift?.outcome === 'verified') return [{ kind: 'repaired', before: 'closed' }];
  const interrupted = newAlert(next, 'interrupted', now);
  if (interrupted?.kind === 'interrupted') {
    const { from, until } = interrupted;
    return [{ kind: 'interrupted', before: 'closed', from, until }];
  }
  // A flapping drift has no alert of its own.
  const isOpening = next.openings.at(-1) === now && old?.openings.at(-1) !== now;
  if (isOpening) return [{ kind: 'interrupted', before: 'closed', from: next.call?.at ?? null }];
  // The drift of a run that ended between its repair and its alert.
  const isLost = newAlert(next, 'resolved', now)?.id.startsWith('repaired/') === true;
  return isLost ? [{ kind: 'resolved', before: 'closed' }] : [];
}

function newAlert(record: DriftRecord | null, kind: DriftAlert['kind'], now: string): DriftAlert | null {
  return record?.pending.findLast((alert) => alert.kind === kind && alert.at === now) ?? null;
}
