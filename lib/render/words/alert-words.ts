import type { Alert, AlertKind, DriftAlert, UnreadableAlert } from '../../core/alerts/model.ts';
import type { Remediation } from '../../core/run.ts';
import { minuteText, timeText } from '../../core/time.ts';
import { callLines, earlierCallLines } from './activity-words.ts';
import { ageText } from './age.ts';
import { lossLines, outcomeText, valueText, waiverText } from './drift-words.ts';
import { groupText, nextStepText } from './unknown-words.ts';

/** The heading of each kind. docs/alerts.md has the same. */
export const ALERT_TITLES: Readonly<Record<AlertKind, string>> = {
  contested: 'Undone again and again',
  'repair-failed': 'Repair failed',
  opened: 'New',
  'waiver-expired': 'Waiver expired',
  changed: 'Changed',
  interrupted: 'Interrupted',
  flapping: 'Flapping',
  unreadable: 'Unreadable',
  reminder: 'Still open',
  'waiver-expiring': 'Waiver about to end',
  repaired: 'Repaired',
  resolved: 'Resolved',
  readable: 'Readable again',
};

/** An alert in one line, with how long it has lasted. */
export function alertText(alert: Alert): string {
  return `${alert.subject === 'drift' ? driftText(alert) : unreadableText(alert)}${sinceText(alert)}`;
}

function driftText(alert: DriftAlert): string {
  const { setting, desired, detail } = alert;
  const actual = valueText(alert.actual);
  switch (alert.kind) {
    case 'repaired':
      return `${setting} was ${actual}, is now ${desired}`;
    case 'resolved':
      if (alert.waiver) return `${setting} was ${actual}, and is waived now`;
      return `${setting} was ${actual}${detail === null ? ', and no longer differs from the policy' : ' when it was last read'}`;
    case 'changed':
      return `${setting} went from ${valueText(alert.previous)} to ${actual}, should be ${desired}`;
    case 'interrupted':
      return `${setting} was ${actual} for a time, and is ${desired} again`;
    case 'contested':
    case 'repair-failed':
    case 'opened':
    case 'waiver-expired':
    case 'flapping':
    case 'reminder':
    case 'waiver-expiring':
      return `${setting} is ${actual}, should be ${desired}`;
  }
}

function unreadableText(alert: UnreadableAlert): string {
  switch (alert.kind) {
    case 'unreadable':
    case 'reminder':
      return `${groupText(alert.group)}: ${alert.reason}`;
    case 'readable':
    case 'resolved':
      return groupText(alert.group);
  }
}

const ENDINGS: ReadonlySet<AlertKind> = new Set(['repaired', 'resolved', 'readable']);

/** Since when, unless that is just now. */
function sinceText({ kind, since, at }: Alert): string {
  const age = ageText(since, at);
  // An interruption gives its own times.
  return age === '' || kind === 'interrupted'
    ? ''
    : `, ${ENDINGS.has(kind) ? 'after' : 'for'} ${age} (since ${minuteText(since)})`;
}

/** The action and its outcome, the call behind it, and what is lost. */
export function alertLines(alert: Alert, remediation: Remediation): readonly string[] {
  const lines = alert.subject === 'drift' ? driftLines(alert, remediation) : unreadableLines(alert);
  return lines.filter((line) => line !== '');
}

function driftLines(alert: DriftAlert, remediation: Remediation): readonly string[] {
  const { kind, detail, call } = alert;
  switch (kind) {
    case 'opened':
    case 'changed':
    case 'reminder':
    case 'repaired':
      return outcomeLines(alert, remediation);
    case 'repair-failed':
      return outcomeLines(alert, remediation);
    case 'contested':
      return ['The repairs of macie-warden are undone each time.', ...outcomeLines(alert, remediation)];
    case 'flapping':
      return [
        'It changes again and again. No further alert is sent until it has stayed the same for a day.',
        ...outcomeLines(alert, remediation),
      ];
    case 'waiver-expired': {
      const { owner, reason, expires } = alert.waiver;
      return [`the waiver of ${owner} (${reason}) ended on ${expires}`, ...outcomeLines(alert, remediation)];
    }
    case 'waiver-expiring': {
      const { owner, reason, expires } = alert.waiver;
      return [`the waiver of ${owner} (${reason}) ends on ${expires}: renew it, or repair the drift before`];
    }
    case 'interrupted':
      return [interruptionText(alert), ...callLines(call), ...lossLines(alert)];
    case 'resolved':
      return alert.waiver ? [`waived ${waiverText(alert.waiver)}`] : [detail ?? '', ...callLines(call)];
  }
}

/** The time of an interruption, as far as it is known. */
function interruptionText({ from, until }: Extract<DriftAlert, { kind: 'interrupted' }>): string {
  const start = from === null ? 'since an unknown time' : `from ${timeText(from)}`;
  return `${start} ${until === null ? 'until an unknown time' : `until ${timeText(until)}`}; no run saw it while it lasted`;
}

function outcomeLines(alert: DriftAlert, remediation: Remediation): readonly string[] {
  const { outcome, detail, call } = alert;
  const earlierCalls = alert.kind === 'contested' || alert.kind === 'flapping' ? alert.earlierCalls : [];
  return [
    outcome === null ? (detail ?? '') : outcomeText({ ...alert, outcome }, remediation),
    ...callLines(call),
    ...earlierCallLines(earlierCalls),
    ...lossLines(alert),
  ];
}

function unreadableLines(alert: UnreadableAlert): readonly string[] {
  switch (alert.kind) {
    case 'unreadable':
      return [alert.detail, nextStepText(alert.reason), 'Open drifts of this target stay open.'];
    case 'reminder':
      return [alert.detail, nextStepText(alert.reason)];
    case 'resolved':
      return [alert.detail];
    case 'readable':
      return [];
  }
}
