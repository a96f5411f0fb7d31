import type { Reason } from '../observation.ts';
import { DAY_MS, withinLastDay } from '../time.ts';
import { announceDrift, withDrift, type SeenDrift } from './drift-record.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { DriftRecord } from './records.ts';
import { reminderDue } from './reminder.ts';
import { announceUnrest, contest, factsOf, isContestNews } from './unrest.ts';

const WARN_BEFORE_DAYS = 14;

/** A drift was seen: the record opens, changes, warns or reminds, or stays as it is. */
export function onDrift(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const { drift } = seen;
  if (drift.outcome === 'verified') return onRepaired(record, seen, context);
  if (drift.waiver) return onWaived(record, seen, context);
  switch (record.state) {
    case 'closed':
      return opens(record, seen, context);
    case 'waived':
      return waiverEnds(record, seen, context);
    case 'open':
      return stillOpen(record, seen, context);
  }
}

function opens(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const opened = reopened(record, seen, context);
  return (
    announceUnrest(opened, { record, seen, context }) ??
    announceDrift(opened, { kind: 'opened' }, factsOf(seen, context))
  );
}

function waiverEnds(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const { waiver } = record;
  if (waiver === null || context.now.toISOString().slice(0, 10) <= waiver.expires) return opens(record, seen, context);
  const opened = reopened(record, seen, context);
  return (
    announceUnrest(opened, { record, seen, context }) ??
    announceDrift(opened, { kind: 'waiver-expired', waiver }, factsOf(seen, context))
  );
}

function changes(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const opened = reopened(record, seen, context);
  const news = { kind: 'changed', previous: record.actual } as const;
  return announceUnrest(opened, { record, seen, context }) ?? announceDrift(opened, news, factsOf(seen, context));
}

/** The record, open with what was seen now. */
function reopened(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const now = context.now.toISOString();
  const since = record.state === 'closed' ? now : record.since;
  const failures = failuresAfter([], seen);
  const openings = openingsAfter(record, context);
  return {
    ...withDrift(record, seen, context),
    state: 'open',
    since,
    openings,
    announcedFailures: failures,
    waiver: null,
    reminders: 0,
    warnedOf: null,
  };
}

/** `flapLimit + 1` times at most, so a flapping drift cannot outgrow an item of the table. */
function openingsAfter({ openings }: DriftRecord, { now, settings }: ReconcileContext): readonly string[] {
  return [...withinLastDay(openings, now), now.toISOString()].slice(-settings.flapLimit - 1);
}

function failuresAfter(known: readonly Reason[], { failure }: SeenDrift): readonly Reason[] {
  return failure === null || known.includes(failure.reason) ? known : [...known, failure.reason];
}

function stillOpen(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const { drift } = seen;
  if (record.actual !== drift.actual) return changes(record, seen, context);
  const announcedFailures = failuresAfter(record.announcedFailures, seen);
  const open: DriftRecord = { ...withDrift(record, seen, context), waiver: null, announcedFailures };
  if (isContestNews(record, seen, context)) return contest(open, seen, context);
  const facts = factsOf(seen, context);
  if (record.desired !== drift.desired) return announceDrift(open, { kind: 'changed', previous: record.actual }, facts);
  if (seen.failure !== null && announcedFailures !== record.announcedFailures)
    return announceDrift(open, { kind: 'repair-failed', failure: seen.failure }, facts);
  return remind(open, seen, context);
}

function remind(open: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  // A flapping drift is announced already; one that has come to rest and still differs is reminded of.
  if (open.isFlapping && withinLastDay(open.openings, context.now).length > 0) return open;
  switch (reminderDue(open, context)) {
    case 'not-yet':
      return open;
    case 'later':
      return { ...open, announcedAt: context.now.toISOString() };
    case 'due': {
      const { now, versions, outcome, failure } = factsOf(seen, context);
      return announceDrift(
        { ...open, reminders: open.reminders + 1 },
        { kind: 'reminder' },
        { now, versions, outcome, failure },
      );
    }
  }
}

function onRepaired(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const facts = factsOf(seen, context);
  if (record.state === 'open') {
    const closed: DriftRecord = { ...withDrift(record, seen, context), state: 'closed' };
    return record.isFlapping ? closed : announceDrift(closed, { kind: 'repaired' }, facts);
  }
  // Found and repaired in one run: one alert, and it counts as an opening.
  const repaired: DriftRecord = { ...reopened(record, seen, context), state: 'closed' };
  return announceUnrest(repaired, { record, seen, context }) ?? announceDrift(repaired, { kind: 'repaired' }, facts);
}

function onWaived(record: DriftRecord, seen: SeenDrift, context: ReconcileContext): DriftRecord {
  const { now } = context;
  const since = record.state === 'closed' ? now.toISOString() : record.since;
  const waived: DriftRecord = { ...withDrift(record, seen, context), state: 'waived', since };
  const { waiver } = waived;
  // A waiver is no lull between two flaps: whoever was told that it flaps is told of its end.
  if (record.state === 'open' || record.isFlapping) {
    const calm = { ...waived, isFlapping: false };
    return announceDrift(calm, { kind: 'resolved', waiver, isGone: false }, { ...context, outcome: 'skipped' });
  }
  if (waiver === null || waived.warnedOf === waiver.expires) return waived;
  const leftMs = Date.parse(`${waiver.expires}T23:59:59Z`) - now.getTime();
  if (leftMs > WARN_BEFORE_DAYS * DAY_MS) return waived;
  const warned = { ...waived, warnedOf: waiver.expires };
  return announceDrift(warned, { kind: 'waiver-expiring', waiver }, { ...context, outcome: 'skipped' });
}
