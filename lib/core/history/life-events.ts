import { alertId } from '../alerts/reconcile-context.ts';
import { driftKey, unreadableKey, type DriftRecord, type State, type UnreadableRecord } from '../alerts/records.ts';
import type { Report } from '../compliance/report.ts';
import { targetKey } from '../target.ts';
import { driftEventKinds, type SeenSetting } from './drift-events.ts';
import type { DriftEvent, LifeEvent, UnreadableEvent, UnreadableEventKind } from './life-event.ts';

interface Run {
  readonly report: Report;
  /** When the state was reconciled. */
  readonly now: Date;
  /** By account: the version of its state before. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a run has changed in the lives of drifts and unreadable groups: the difference of the states before and after it. */
export function lifeEvents(before: State, after: State, run: Run): readonly LifeEvent[] {
  const results = new Map(run.report.results.map((result) => [targetKey(result), result]));
  const drifts = pairs(before.drifts, after.drifts, driftKey).flatMap(({ record, old, next }) => {
    const { setting } = record;
    const result = results.get(targetKey(record));
    const seen: SeenSetting = {
      drift: result?.drifts.find((one) => one.setting === setting) ?? null,
      isCompared: result?.settings[setting] !== undefined,
      now: run.now.toISOString(),
    };
    return driftEventKinds(old, next, seen).map((facts) => driftEvent(record, facts, run));
  });
  const unreadable = pairs(before.unreadable, after.unreadable, unreadableKey).flatMap(({ record, old, next }) => {
    const isGone = (results.get(targetKey(record))?.verdict ?? 'not-applicable') === 'not-applicable';
    const kind = unreadableEventKind(old, next, isGone);
    return kind === null ? [] : [unreadableEvent(record, kind, run)];
  });
  return [...drifts, ...unreadable];
}

interface Pair<T> {
  /** As it is now; as it was where it is gone. */
  readonly record: T;
  readonly old: T | null;
  readonly next: T | null;
}

/** The records that a run has touched, before and after it. */
function pairs<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): readonly Pair<T>[] {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const kept = new Set(after.map(keyOf));
  return [
    ...before.filter((one) => !kept.has(keyOf(one))).map((one) => ({ record: one, old: one, next: null })),
    ...after
      .map((one) => ({ record: one, old: old.get(keyOf(one)) ?? null, next: one }))
      .filter((pair) => pair.old !== pair.next),
  ];
}

type DriftFacts = ReturnType<typeof driftEventKinds>[number];

function driftEvent(
  { accountId, region, setting, since, desired, actual, call, waiver, detail }: DriftRecord,
  facts: DriftFacts,
  { report: { runId }, now, versions }: Run,
): DriftEvent {
  // A run that died after its repair announces it as a repair, and the next one as an end: it is one change.
  const idKind = facts.kind === 'resolved' && facts.before === 'closed' ? 'repaired' : facts.kind;
  const id = alertId({ kind: idKind, accountId, region, subject: setting }, { versions, now });
  const at = now.toISOString();
  const nothing = { previous: null, endedBy: null, failure: null, from: null, until: null };
  const record = { since, desired, actual, call, waiver, detail };
  return { subject: 'drift', id, runId, at, accountId, region, setting, ...record, ...nothing, ...facts };
}

function unreadableEventKind(
  old: UnreadableRecord | null,
  next: UnreadableRecord | null,
  isGone: boolean,
): UnreadableEventKind | null {
  const [was, is] = [old?.state ?? 'closed', next?.state ?? 'closed'];
  if (was === is) return null;
  if (is === 'open') return 'unreadable';
  return isGone ? 'gone' : 'readable';
}

function unreadableEvent(
  { accountId, region, group, since, reason, detail }: UnreadableRecord,
  kind: UnreadableEventKind,
  { report: { runId }, now, versions }: Run,
): UnreadableEvent {
  const id = alertId({ kind, accountId, region, subject: group }, { versions, now });
  const at = now.toISOString();
  return { subject: 'unreadable', kind, id, runId, at, accountId, region, group, since, reason, detail };
}
