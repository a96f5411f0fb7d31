import * as z from 'zod/mini';
import { isItem } from './decode.ts';
import type { StateItem } from './stored-items.ts';
import { driftAlertOf, oldAlert, unreadableAlertOf } from './version-1-alerts.ts';
import { actionOf, callOf, CALLS, failureOf, TARGET, text } from './version-1-parts.ts';

/**
 * Items of version 1 had one record of 24 fields for everything about a setting or a session. They are converted when they are
 * read; the next run that saves replaces them.
 */
const time = z.string();
const old = z.looseObject({
  ...TARGET,
  ...CALLS,
  subject: z.string(),
  state: z.enum(['open', 'waived', 'closed']),
  since: time,
  desired: text,
  actual: text,
  reason: text,
  detail: text,
  toldAt: text,
  failure: z.optional(text),
  repairs: z._default(z.array(time), []),
  attemptedAt: z._default(text, null),
  contestedAt: z._default(text, null),
  pending: z.array(oldAlert),
});
type Old = z.infer<typeof old>;

/** The items of an item of version 1; null for one that makes no sense. */
export function convertItem(value: unknown): readonly StateItem[] | null {
  const parsed = old.safeParse(value);
  if (!parsed.success) return null;
  const items = parsed.data.subject === 'session' ? [unreadableOf(parsed.data)] : driftOf(parsed.data);
  return items.every(isItem) ? items : null;
}

function unreadableOf(record: Old): unknown {
  const { accountId, region, state, since, reason, detail } = record;
  return {
    kind: 'unreadable',
    accountId,
    region,
    group: 'session',
    state,
    since,
    reason: reason ?? 'bad-response',
    detail: detail ?? '',
    runs: record['runs'],
    countedAt: record['countedAt'],
    announcedAt: record.toldAt,
    reminders: record['reminders'],
    pending: record.pending.map(unreadableAlertOf),
  };
}

function driftOf(record: Old): readonly unknown[] {
  const { accountId, region, subject: setting, state, since, desired, actual, repairs, attemptedAt } = record;
  const call = callOf(record.change);
  const action = actionOf({ setting, desired, actual });
  const failure = failureOf(record.failure ?? null);
  const drift = {
    kind: 'drift',
    accountId,
    region,
    setting,
    state,
    since,
    desired,
    actual,
    action,
    detail: record.detail,
    waiver: record['waiver'],
    announcedAt: record.toldAt,
    reminders: record['reminders'],
    announcedFailures: failure ? [failure.reason] : [],
    warnedOf: record['warnedOf'],
    openings: record['openings'],
    isFlapping: record['isFlapping'],
    contestedAt: record.contestedAt,
    call,
    earlierCalls: record.earlier.map(callOf),
    pending: record.pending.map((one) => driftAlertOf(one, setting)),
  };
  const attempts = repairs.map((at) => ({
    setting,
    at,
    outcome: at === attemptedAt ? 'recorded' : 'verified',
    desired,
    actual,
    action,
    call,
  }));
  return [
    ...(desired === null ? [] : [drift]),
    ...(attempts.length === 0 ? [] : [{ kind: 'repairs', accountId, region, attempts }]),
  ];
}
