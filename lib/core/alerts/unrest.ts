import { withinLastDay } from '../time.ts';
import { announceDrift, type SeenDrift } from './drift-record.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { DriftRecord } from './records.ts';

interface Unrest {
  readonly record: DriftRecord;
  readonly seen: SeenDrift;
  readonly context: ReconcileContext;
}

/**
 * A drift that opens or changes too often is announced once as `contested` or `flapping`, and then no more until a day without
 * a change has passed. null: it is announced as what it is.
 */
export function announceUnrest(opened: DriftRecord, { record, seen, context }: Unrest): DriftRecord | null {
  if (isContestNews(record, seen, context)) return contest(opened, seen, context);
  if (record.isFlapping) return opened;
  if (opened.openings.length <= context.settings.flapLimit) return null;
  const { earlierCalls } = opened;
  return announceDrift({ ...opened, isFlapping: true }, { kind: 'flapping', earlierCalls }, factsOf(seen, context));
}

/** Is it news that the repairs are undone again and again? That is announced once a day. */
export function isContestNews(
  { contestedAt }: DriftRecord,
  { isContested }: SeenDrift,
  { now }: ReconcileContext,
): boolean {
  return isContested && withinLastDay([contestedAt ?? ''], now).length === 0;
}

/** Sends one `contested` alert a day. The resolution is announced as usual; a relapse on that day is `flapping`. */
export function contest(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const contested = { ...record, contestedAt: context.now.toISOString() };
  const { earlierCalls } = record;
  const news = { kind: 'contested', earlierCalls, until: seen.leftAloneUntil } as const;
  return announceDrift(contested, news, factsOf(seen, context));
}

/** The facts of the drift for its alert. */
export function factsOf({ drift: { outcome, failure, detail } }: SeenDrift, { now, versions }: ReconcileContext) {
  return { now, versions, outcome, failure, detail };
}
