import type { Unknown } from '../observation.ts';
import { SESSION } from '../settings/session.ts';
import type { Drift } from '../compliance/drift.ts';
import type { Result } from '../compliance/report.ts';
import type { RepairAttempt } from '../guard-rails/repair-attempt.ts';
import type { LimitedRepair } from '../guard-rails/repair-limit.ts';
import { newDriftRecord, type SeenDrift } from './drift-record.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import { onDrift } from './drift.ts';
import { findingOf, isLeftOut, settingsWithDrift } from './finding.ts';
import { onReadable, onUnreadable, onUnreadableGone } from './reachability.ts';
import type { DriftRecord, UnreadableRecord } from './records.ts';
import { onResolved } from './resolution.ts';
import type { TargetState } from './state-index.ts';

interface Options {
  readonly known: TargetState;
  readonly context: ReconcileContext;
}

/** The drift records of a target after a run. */
export function reconcileDrifts(result: Result, { known, context }: Options): readonly DriftRecord[] {
  const recorded = known.attempts.filter((attempt) => isLeftOver(attempt, context));
  const settings = new Set([
    ...known.drifts.map(({ setting }) => setting),
    ...recorded.map(({ setting }) => setting),
    ...settingsWithDrift(result),
  ]);
  return [...settings].flatMap((setting) => reconcileSetting(setting, result, { known, context }) ?? []);
}

function reconcileSetting(setting: string, result: Result, { known, context }: Options): DriftRecord | null {
  const record = known.drifts.find((one) => one.setting === setting) ?? null;
  const attempts = known.attemptsOf(setting);
  const finding = findingOf(setting, result, context.narrowedTo);
  switch (finding.kind) {
    case 'drift': {
      const { drift } = finding;
      const since = context.now.toISOString();
      const seen = seenDrift(drift, { attempts, limited: known.limited });
      return onDrift(record ?? newDriftRecord({ ...result, setting }, { ...drift, since }), seen, context);
    }
    case 'no-drift':
    case 'gone': {
      const recorded = attempts.findLast((attempt) => isLeftOver(attempt, context)) ?? null;
      const stored = recorded ? withAttempt(record, { ...result, setting }, recorded) : record;
      const detail = finding.kind === 'gone' ? finding.detail : null;
      return stored ? onResolved(stored, { detail, recorded }, context) : null;
    }
    case 'unknown':
      // An unknown keeps an open drift open, and adds nothing to it.
      return record;
  }
}

/** An attempt of an earlier run that ended before it recorded the outcome. */
function isLeftOver({ outcome, at }: RepairAttempt, { startedAt }: ReconcileContext): boolean {
  return outcome === 'recorded' && at < startedAt;
}

/** A run recorded a repair and ended before it recorded the drift: the attempt has the facts of the drift. */
function withAttempt(
  record: DriftRecord | null,
  drift: Parameters<typeof newDriftRecord>[0],
  { at, desired, actual, action }: RepairAttempt,
): DriftRecord {
  const since = record === null || record.state === 'closed' ? at : record.since;
  const facts = { since, desired, actual, action };
  return { ...(record ?? newDriftRecord(drift, facts)), ...facts };
}

function seenDrift(
  drift: Drift,
  { attempts, limited }: { attempts: SeenDrift['attempts']; limited: readonly LimitedRepair[] },
): SeenDrift {
  const limit = limited.find(({ setting }) => setting === drift.setting);
  const isContested = limit?.isUndone === true;
  const unconfirmed = limit && !limit.isUndone ? { reason: 'service-error' as const, detail: limit.detail } : null;
  return { drift, attempts, isContested, leftAloneUntil: limit?.until ?? null, failure: drift.failure ?? unconfirmed };
}

/** The unreadable records of a target after a run. `counts`: only full runs count towards `unreadableAfter`. */
export function reconcileUnreadable(
  result: Result,
  { known, counts, context }: Options & { readonly counts: boolean },
): readonly UnreadableRecord[] {
  // It has read no group as a whole: it neither finds one unreadable nor readable.
  if (context.narrowedTo !== undefined) return known.unreadable;
  const records = known.unreadable;
  if (isLeftOut(result)) return records;
  const reported = withOneRefusal(result.unknowns);
  const unknownGroups = new Set([...reported, ...result.unknowns].map(({ group }) => group));
  const stillUnknown = counts
    ? reported.map((unknown) => {
        const record = records.find(({ group }) => group === unknown.group) ?? null;
        return onUnreadable(record, { target: result, unknown, context });
      })
    : [];
  const readAgain = records
    .filter(({ group }) => !unknownGroups.has(group))
    .map((record) =>
      result.verdict === 'not-applicable'
        ? onUnreadableGone(record, result.detail ?? 'there is no Macie any more', context)
        : onReadable(record, context),
    );
  return [...stillUnknown, ...readAgain];
}

/** The role of an account is refused for all of its groups: that is one alert, of its session, and not one for each group. */
function withOneRefusal(unknowns: readonly Unknown[]): readonly Unknown[] {
  const refused = unknowns.find(({ reason }) => reason === 'assume-role-denied');
  if (!refused) return unknowns;
  return [{ ...refused, group: SESSION }, ...unknowns.filter(({ reason }) => reason !== 'assume-role-denied')];
}
