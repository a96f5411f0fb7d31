import { callBehind } from '../activity/attribution.ts';
import type { MacieCall } from '../activity/macie-call.ts';
import type { Drift, Outcome } from '../compliance/drift.ts';
import { callsSinceRepair, type RepairAttempt } from '../guard-rails/repair-attempt.ts';
import type { Failure } from '../observation.ts';
import type { Target } from '../target.ts';
import { withinLastDay } from '../time.ts';
import type { AlertKind, DriftAlert, DriftNews } from './model.ts';
import { addPending } from './pending.ts';
import { alertId, type ReconcileContext } from './reconcile-context.ts';
import type { DriftRecord } from './records.ts';

/** One drift as the run read it, and its recorded repairs. */
export interface SeenDrift {
  readonly drift: Drift;
  readonly attempts: readonly RepairAttempt[];
  /** Its repairs are undone again and again, so the guard rails left it alone. */
  readonly isContested: boolean;
  /** Until when the guard rails leave it alone, ISO 8601 UTC. */
  readonly leftAloneUntil: string | null;
  /** Why a repair of it failed, or why none of its repairs was ever seen. */
  readonly failure: Failure | null;
}

export function newDriftRecord(
  { accountId, region, setting }: Target & { readonly setting: string },
  { since, desired, actual, action }: Pick<DriftRecord, 'since' | 'desired' | 'actual' | 'action'>,
): DriftRecord {
  return {
    kind: 'drift',
    accountId,
    region,
    setting,
    state: 'closed',
    since,
    desired,
    actual,
    action,
    detail: null,
    waiver: null,
    announcedAt: null,
    reminders: 0,
    announcedFailures: [],
    warnedOf: null,
    openings: [],
    isFlapping: false,
    contestedAt: null,
    call: null,
    earlierCalls: [],
    pending: [],
  };
}

/** The record with the drift as it was seen now, and the call behind it, where that is known. */
export function withDrift(record: DriftRecord, { drift, attempts }: SeenDrift, context: ReconcileContext): DriftRecord {
  const { setting } = record;
  const { desired, actual, action, waiver, detail } = drift;
  const known = record.state !== 'closed' && record.actual === actual ? record.call : null;
  // If an earlier run died after recording its repair, reuse the call it had found.
  const recorded = attempts
    .filter((one) => one.outcome === 'recorded' && one.actual === actual)
    .flatMap(({ call }) => call ?? []);
  const calls = [...callsSinceRepair(context.calls, attempts, setting), ...recorded];
  const found = callBehind(calls, { ...record, value: actual });
  // Events come in any order: an older call does not replace a newer one.
  const isOlder = found !== null && known !== null && found.at < known.at;
  const call = found === null || isOlder ? known : found;
  return { ...record, desired, actual, action, waiver, detail, call, earlierCalls: callsBefore(call, record, context) };
}

const MAX_EARLIER_CALLS = 5;

function callsBefore(
  call: MacieCall | null,
  { call: before, earlierCalls }: DriftRecord,
  { now }: ReconcileContext,
): readonly MacieCall[] {
  const all = before === null || before.eventId === call?.eventId ? earlierCalls : [...earlierCalls, before];
  return all.filter(({ at }) => withinLastDay([at], now).length > 0).slice(-MAX_EARLIER_CALLS);
}

/** The facts of an alert that differ from those of the record. */
export interface AlertFacts {
  readonly outcome?: Outcome | null;
  readonly failure?: Failure | null;
  readonly detail?: string | null;
  /** The call that the alert names; that of the record if left out. */
  readonly call?: MacieCall | null;
  /** The kind in its id; its own if left out. */
  readonly idKind?: AlertKind;
}

/** Adds an alert to those that are to be delivered. */
export function announceDrift(
  record: DriftRecord,
  news: DriftNews,
  {
    now,
    versions,
    outcome = null,
    failure = null,
    detail = record.detail,
    call = record.call,
    idKind = news.kind,
  }: AlertFacts & Pick<ReconcileContext, 'now' | 'versions'>,
): DriftRecord {
  const at = now.toISOString();
  const { accountId, region, setting, since, desired, actual, action } = record;
  const id = alertId({ kind: idKind, accountId, region, subject: setting }, { versions, now });
  const facts = { id, accountId, region, subject: 'drift', setting, since, at, desired, actual, action } as const;
  const alert: DriftAlert = { ...facts, outcome, failure, detail, call, ...news };
  return { ...record, announcedAt: at, pending: addPending(record.pending, alert) };
}
