import type { Alert, AlertKind, DriftAlert, PolicyAlert, UnreadableAlert } from '../../core/alerts/model.ts';
import { isGone } from '../../core/alerts/severity.ts';
import { minuteText } from '../../core/time.ts';
import { ageText } from './age.ts';
import { detailOf, type AlertGroup } from './alert-group.ts';
import { valueText } from './drift-words.ts';
import { groupText } from './unknown-words.ts';

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
  'policy-changed': 'Policy changed',
  'waiver-expiring': 'Waiver about to end',
  repaired: 'Repaired',
  resolved: 'Resolved',
  readable: 'Readable again',
};

/** Equal alerts in one line, with how long they have lasted. */
export function alertText(group: AlertGroup): string {
  return `${detailOf(group, textOf(group.first))}${sinceText(group)}`;
}

function textOf(alert: Alert): string {
  switch (alert.subject) {
    case 'drift':
      return driftText(alert);
    case 'unreadable':
      return unreadableText(alert);
    case 'policy':
      return policyText(alert);
  }
}

function policyText({ source, previous }: PolicyAlert): string {
  return source === previous.source ? `${source} has other contents` : `${source}, was ${previous.source}`;
}

function driftText(alert: DriftAlert): string {
  const { setting, desired } = alert;
  const actual = valueText(alert.actual);
  switch (alert.kind) {
    case 'repaired':
      return `${setting} was ${actual}, is now ${desired}`;
    case 'resolved':
      if (alert.waiver) return `${setting} was ${actual}, and is waived now`;
      return `${setting} was ${actual}${isGone(alert) ? ' when it was last read' : ', and no longer differs from the policy'}`;
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

/** Since when the oldest of them lasts, unless that is just now. */
function sinceText({ first: { kind }, alerts }: AlertGroup): string {
  const [since = ''] = alerts.map((alert) => alert.since).toSorted();
  const at =
    alerts
      .map((alert) => alert.at)
      .toSorted()
      .at(-1) ?? since;
  const age = ageText(since, at);
  // An interruption gives its own times.
  return age === '' || kind === 'interrupted'
    ? ''
    : `, ${ENDINGS.has(kind) ? 'after' : 'for'} ${age} (since ${minuteText(since)})`;
}
