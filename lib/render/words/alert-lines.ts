import type { Alert, DriftAlert, UnreadableAlert } from '../../core/alerts/model.ts';
import type { Remediation } from '../../core/run.ts';
import { compareText } from '../../core/order.ts';
import { timeText } from '../../core/time.ts';
import { callLines, earlierCallLines } from './activity-words.ts';
import { callsOf, detailOf, type AlertGroup } from './alert-group.ts';
import { lossLines, outcomeText, UNDONE_EACH_TIME, waiverText, wasOn } from './drift-words.ts';
import { leftAloneUntil, remedyText } from './remedy-words.ts';

/** The outcome, what to do, the calls behind it, and what is lost. `remediation`: null for alerts of an earlier run. */
export function alertLines(group: AlertGroup, remediation: Remediation | null): readonly string[] {
  const { first } = group;
  return linesOf(first, { group, remediation }).filter((line) => line !== '');
}

function linesOf(alert: Alert, context: Context): readonly string[] {
  switch (alert.subject) {
    case 'drift':
      return driftLines(alert, context);
    case 'unreadable':
      return unreadableLines(alert, context.group);
    case 'policy':
      return ['The caller is not known.', `to do: ${remedyText(context.group)}`];
  }
}

interface Context {
  readonly group: AlertGroup;
  readonly remediation: Remediation | null;
}

function driftLines(alert: DriftAlert, context: Context): readonly string[] {
  switch (alert.kind) {
    case 'opened':
    case 'changed':
    case 'reminder':
    case 'repaired':
      return outcomeLines(alert, context);
    case 'repair-failed':
      return [...outcomeLines(alert, context), `to do: ${remedyText(context.group)}`];
    case 'contested': {
      const until = leftAloneUntil(context.group.alerts);
      return [
        UNDONE_EACH_TIME,
        ...outcomeLines({ ...alert, detail: lastDetail(context.group) }, context),
        `to do: ${remedyText(context.group)}`,
        until === null ? '' : `macie-warden repairs it again after ${until}, if it is still so.`,
      ];
    }
    case 'flapping':
      return [
        'It changes again and again. No further alert is sent until it has stayed the same for a day.',
        ...outcomeLines(alert, context),
      ];
    case 'waiver-expired': {
      const { owner, reason, expires } = alert.waiver;
      return [`the waiver of ${owner} (${reason}) ended on ${expires}`, ...outcomeLines(alert, context)];
    }
    case 'waiver-expiring': {
      const { owner, reason, expires } = alert.waiver;
      return [`the waiver of ${owner} (${reason}) ends on ${expires}: renew it, or repair the drift before`];
    }
    case 'interrupted':
      return [
        interruptionText(alert),
        ...callLines(callsOf(context.group)),
        ...lossLines(alert, { wasOn: wasOn(alert) }),
      ];
    case 'resolved':
      return alert.waiver
        ? [`waived ${waiverText(alert.waiver)}`]
        : [detailOf(context.group, alert.detail ?? ''), ...callLines(callsOf(context.group))];
  }
}

/** Equal alerts differ in the times of their details: the latest one holds for all of them. */
function lastDetail({ alerts }: AlertGroup): string | null {
  const contested = alerts.flatMap((alert) => (alert.kind === 'contested' ? [alert] : []));
  return contested.toSorted((a, b) => compareText(a.until ?? '', b.until ?? '')).at(-1)?.detail ?? null;
}

/** The time of an interruption, as far as it is known. */
function interruptionText({ from, until }: Extract<DriftAlert, { kind: 'interrupted' }>): string {
  const start = from === null ? 'since an unknown time' : `from ${timeText(from)}`;
  return `${start} ${until === null ? 'until an unknown time' : `until ${timeText(until)}`}; no run read it in between`;
}

function outcomeLines(alert: DriftAlert, { group, remediation }: Context): readonly string[] {
  const { outcome } = alert;
  const detail = alert.detail === null ? null : detailOf(group, alert.detail);
  const failure = alert.failure && { ...alert.failure, detail: detailOf(group, alert.failure.detail) };
  const earlierCalls = alert.kind === 'contested' || alert.kind === 'flapping' ? alert.earlierCalls : [];
  return [
    outcome === null ? (detail ?? '') : outcomeText({ ...alert, outcome, detail, failure }, remediation),
    ...callLines(callsOf(group)),
    ...earlierCallLines(earlierCalls),
    ...lossLines(alert, { wasOn: wasOn(alert) }),
  ];
}

function unreadableLines(alert: UnreadableAlert, group: AlertGroup): readonly string[] {
  switch (alert.kind) {
    case 'unreadable':
      return [
        detailOf(group, alert.detail),
        `to do: ${remedyText(group)}`,
        `Open drifts of ${group.alerts.length === 1 ? 'this target' : 'these targets'} stay open.`,
      ];
    case 'reminder':
      return [detailOf(group, alert.detail), `to do: ${remedyText(group)}`];
    case 'resolved':
      return [detailOf(group, alert.detail)];
    case 'readable':
      return [];
  }
}
