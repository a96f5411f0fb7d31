import * as z from 'zod/mini';
import { ALERT_KINDS } from '../core/alerts/model.ts';
import { REASONS, type Failure } from '../core/observation.ts';
import type { StateItem } from './stored-items.ts';
import { isItem } from './decode.ts';

/**
 * Items of version 1 had one record of 24 fields for everything about a setting or a session. They are converted when they are
 * read; the next run that saves replaces them.
 */
const time = z.string();
const text = z.nullable(z.string());
const old = z.looseObject({
  accountId: z.string(),
  region: z.string(),
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
  change: z._default(z.unknown(), null),
  earlier: z._default(z.array(z.unknown()), []),
  pending: z.array(z.looseObject({ kind: z.string() })),
});
type Old = z.infer<typeof old>;

/** The items of an item of version 1; null for one that makes no sense. */
export function convertItem(value: unknown): readonly StateItem[] | null {
  const parsed = old.safeParse(value);
  if (!parsed.success) return null;
  const items = parsed.data.subject === 'session' ? [unreadableOf(parsed.data)] : driftOf(parsed.data);
  return items.every(isItem) ? items : null;
}

const NEW_KINDS: Readonly<Record<string, string>> = { blind: 'unreadable', sighted: 'readable' };

function unreadableOf({ subject: _, pending, reason, detail, toldAt, ...rest }: Old): unknown {
  return {
    ...pick(rest),
    kind: 'unreadable',
    group: 'session',
    reason: reason ?? 'bad-response',
    detail: detail ?? '',
    announcedAt: toldAt,
    runs: rest['runs'],
    countedAt: rest['countedAt'],
    reminders: rest['reminders'],
    pending: pending.map((alert) => ({
      ...alert,
      kind: NEW_KINDS[alert.kind] ?? alert.kind,
      subject: 'unreadable',
      group: 'session',
    })),
  };
}

function pick({ accountId, region, state, since }: Pick<Old, 'accountId' | 'region' | 'state' | 'since'>) {
  return { accountId, region, state, since };
}

function driftOf(record: Old): readonly unknown[] {
  const { accountId, region, subject: setting, desired, actual, failure, repairs, attemptedAt } = record;
  const call = callOf(record.change);
  const action = actionOf(record);
  const drift = {
    ...pick(record),
    kind: 'drift',
    setting,
    desired,
    actual,
    action,
    detail: record.detail,
    waiver: record['waiver'],
    announcedAt: record.toldAt,
    reminders: record['reminders'],
    announcedFailures: REASONS.filter((reason) => failure?.startsWith(`${reason}: `)),
    warnedOf: record['warnedOf'],
    openings: record['openings'],
    isFlapping: record['isFlapping'],
    contestedAt: record.contestedAt,
    call,
    earlierCalls: record.earlier.map(callOf),
    pending: record.pending.map((alert) => driftAlertOf(alert, { setting, action })),
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

function actionOf({ subject, actual }: Pick<Old, 'subject' | 'actual'>): string {
  if (subject !== 'status') return subject === 'findingPublishingFrequency' ? 'set-frequency' : 'manual';
  return actual === 'DISABLED' ? 'enable' : 'resume';
}

function driftAlertOf(
  { change, earlier, ...alert }: Record<string, unknown>,
  { setting, action }: { setting: string; action: string },
): unknown {
  const kind = ALERT_KINDS.find((one) => one === alert['kind']);
  return {
    ...alert,
    kind,
    subject: 'drift',
    setting,
    action,
    call: callOf(change ?? null),
    earlierCalls: Array.isArray(earlier) ? earlier.map(callOf) : [],
    failure: alert['outcome'] === 'failed' ? failureOf(String(alert['detail'] ?? '')) : null,
  };
}

/** Version 1 had the reason as the beginning of the detail. */
function failureOf(detail: string): Failure {
  const reason = REASONS.find((one) => detail.startsWith(`${one}: `));
  return reason ? { reason, detail: detail.slice(reason.length + 2) } : { reason: 'service-error', detail };
}

/** A call was a `change` with a `call` and a `laterAt`. */
function callOf(change: unknown): unknown {
  if (typeof change !== 'object' || change === null) return null;
  const { call: name, laterAt, ...rest }: Partial<Record<string, unknown>> = { ...change };
  return { ...rest, name, sets: rest['sets'] ?? {}, ...(laterAt === undefined ? {} : { laterChangeAt: laterAt }) };
}
