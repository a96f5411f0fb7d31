import type { Unknown } from '../observation.ts';
import { HOUR_MS } from '../time.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { UnreadableAlert, UnreadableNews } from './model.ts';
import type { UnreadableRecord } from './records.ts';
import { reminderDue } from './reminder.ts';
import type { Target } from '../target.ts';

/** A settings group could not be read. An alert says so once that has lasted: one throttled call is no news. */
export function onUnreadable(
  record: UnreadableRecord | null,
  { target, unknown, context }: { target: Target; unknown: Unknown; context: ReconcileContext },
): UnreadableRecord {
  const { reason, detail } = unknown;
  const isNew = record === null || record.state === 'closed';
  const open = { ...(record ?? newRecord(target, { unknown, context })), reason, detail };
  if (isNew) return announceIfLasting(reopened(open, context), context);
  // Once it is announced, counting on would only write to the table.
  if (open.announcedAt !== null) return remind(open, context);
  const runs = open.runs + (overlapsLastCounted(open, context) ? 0 : 1);
  return announceIfLasting({ ...open, runs, countedAt: context.finishedAt }, context);
}

function newRecord(
  { accountId, region }: Target,
  { unknown: { group, reason, detail }, context }: { unknown: Unknown; context: ReconcileContext },
): UnreadableRecord {
  const since = context.now.toISOString();
  const counts = { runs: 0, countedAt: null, announcedAt: null, reminders: 0, pending: [] };
  return { kind: 'unreadable', accountId, region, group, state: 'closed', since, reason, detail, ...counts };
}

function reopened(record: UnreadableRecord, { now, finishedAt }: ReconcileContext): UnreadableRecord {
  const anew = { announcedAt: null, reminders: 0, runs: 1, countedAt: finishedAt };
  return { ...record, ...anew, state: 'open', since: now.toISOString() };
}

function announceIfLasting(record: UnreadableRecord, context: ReconcileContext): UnreadableRecord {
  const { reason, detail, runs } = record;
  return runs >= context.settings.unreadableAfter
    ? announce(record, { kind: 'unreadable', reason, detail }, context)
    : record;
}

function remind(record: UnreadableRecord, context: ReconcileContext): UnreadableRecord {
  const { reason, detail, reminders } = record;
  switch (reminderDue(record, context)) {
    case 'not-yet':
      return record;
    case 'later':
      return { ...record, announcedAt: context.now.toISOString() };
    case 'due':
      return announce({ ...record, reminders: reminders + 1 }, { kind: 'reminder', reason, detail }, context);
  }
}

// Longer than any run; a run that ended later than this comes from a wrong clock.
const LONGEST_RUN_MS = HOUR_MS;

/** Did this run begin before the last one that counted had ended? */
function overlapsLastCounted({ countedAt }: UnreadableRecord, { startedAt }: ReconcileContext): boolean {
  // NaN, of a run that never counted, overlaps with nothing.
  const overlapMs = Date.parse(String(countedAt)) - Date.parse(startedAt);
  return overlapMs >= 0 && overlapMs < LONGEST_RUN_MS;
}

/** The group was read again. No recovery alert for an outage that was never announced. */
export function onReadable(record: UnreadableRecord, context: ReconcileContext): UnreadableRecord {
  return close(record, { kind: 'readable' }, context);
}

/** The target is no longer part of the policy, or has no Macie any more. */
export function onUnreadableGone(
  record: UnreadableRecord,
  detail: string,
  context: ReconcileContext,
): UnreadableRecord {
  return close(record, { kind: 'resolved', detail }, context);
}

function close(record: UnreadableRecord, news: UnreadableNews, context: ReconcileContext): UnreadableRecord {
  if (record.state === 'closed') return record;
  const closed: UnreadableRecord = { ...record, state: 'closed' };
  return record.announcedAt === null ? closed : announce(closed, news, context);
}

function announce(record: UnreadableRecord, news: UnreadableNews, { now }: ReconcileContext): UnreadableRecord {
  const at = now.toISOString();
  const { accountId, region, group, since } = record;
  const id = [news.kind, accountId, region, group, at].join('/');
  const alert: UnreadableAlert = { id, accountId, region, subject: 'unreadable', group, since, at, ...news };
  return { ...record, announcedAt: at, pending: [...record.pending, alert] };
}
