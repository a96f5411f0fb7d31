import type { MacieCall } from '../activity/macie-call.ts';
import type { Drift } from '../compliance/drift.ts';
import type { Unknown } from '../observation.ts';
import type { Severity } from '../severity.ts';
import type { Target } from '../target.ts';
import type { DriftAlert, DriftNews, UnreadableAlert } from './model.ts';
import type { DriftRecord } from './records.ts';
import { severityBy, type SeverityRule } from './severity.ts';

/** A drift of a target, and the record of it, where the state has one. */
export interface RecordedDrift {
  readonly target: Target;
  readonly drift: Drift;
  readonly record: DriftRecord | null;
}

/** The alert that a drift of a report is, for words and ratings that both have. `at`: when the run ended. */
export function alertOfDrift(recorded: RecordedDrift, at: string): DriftAlert {
  const { target, drift, record } = recorded;
  const { setting, desired, actual, action, outcome, failure, detail } = drift;
  const { accountId, region } = target;
  return {
    subject: 'drift',
    id: '',
    accountId,
    region,
    setting,
    desired,
    actual,
    action,
    outcome,
    failure,
    detail,
    at,
    since: record?.since ?? at,
    call: callOf(recorded),
    ...newsOf(recorded),
  };
}

/** What a report alone does not know, that a drift changed or that its waiver expired, makes no difference. */
function newsOf({ drift: { outcome, failure }, record }: RecordedDrift): DriftNews {
  if (outcome === 'verified') return { kind: 'repaired' };
  if (record?.state === 'open' && record.contestedAt !== null)
    return { kind: 'contested', earlierCalls: record.earlierCalls };
  return failure === null ? { kind: 'opened' } : { kind: 'repair-failed', failure };
}

/** A recorded call is behind the value that it was recorded with, and no other. */
export function callOf({ drift, record }: RecordedDrift): MacieCall | null {
  return record !== null && record.actual === drift.actual ? record.call : null;
}

/** The alert that a settings group of a report is that could not be read. */
function alertOfUnknown(
  { accountId, region }: Target,
  { group, reason, detail }: Unknown,
  at: string,
): UnreadableAlert {
  const facts = { id: '', accountId, region, group, reason, detail, since: at, at };
  return { ...facts, subject: 'unreadable', kind: 'unreadable' };
}

/** How grave a drift of a report is: as the alert that it is, by the same rules. */
export function severityOfDrift(recorded: RecordedDrift, rules: readonly SeverityRule[]): Severity {
  return severityBy(alertOfDrift(recorded, ''), rules);
}

/** How grave it is that a settings group of a target could not be read. */
export function severityOfUnknown(target: Target, unknown: Unknown, rules: readonly SeverityRule[]): Severity {
  return severityBy(alertOfUnknown(target, unknown, ''), rules);
}
