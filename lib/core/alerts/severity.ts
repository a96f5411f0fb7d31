import { worseOf, type Severity } from '../severity.ts';
import { settingOf } from '../settings/registry.ts';
import type { Alert, DriftAlert } from './model.ts';

/** How grave an alert is: by its kind, and by what the actual value of the setting leaves unprotected. */
export function severityOf(alert: Alert): Severity {
  switch (alert.kind) {
    case 'opened':
    case 'changed':
    case 'waiver-expired':
    case 'flapping':
      return severityOfValue(alert);
    case 'reminder':
      return alert.subject === 'drift' ? severityOfValue(alert) : 'MEDIUM';
    // Nobody repairs it any more.
    case 'contested':
      return severityOfValue(alert) === 'HIGH' ? 'CRITICAL' : worseOf(severityOfValue(alert), 'HIGH');
    case 'repair-failed':
      return worseOf(severityOfValue(alert), 'HIGH');
    // Nothing is unprotected now. What was lost in between is, and somebody can do it again.
    case 'interrupted':
    case 'unreadable':
    // What is unprotected by it is an alert of its own; what is no longer compared is not.
    case 'policy-changed':
      return 'MEDIUM';
    case 'waiver-expiring':
      return 'LOW';
    case 'repaired':
    case 'readable':
      return 'RESOLVED';
    case 'resolved':
      return isSeenToEnd(alert) ? 'RESOLVED' : 'INFO';
  }
}

function severityOfValue(alert: DriftAlert): Severity {
  return settingOf(alert.setting).severityOf(alert);
}

/** A drift that was waived, or that is no longer compared, was not seen to end. */
export function isSeenToEnd(alert: Extract<Alert, { kind: 'resolved' }>): boolean {
  return alert.subject === 'drift' && alert.waiver === null && !isGone(alert);
}

/** Is the drift of a resolved alert no longer compared? */
export function isGone({ isGone: gone, detail }: Extract<DriftAlert, { kind: 'resolved' }>): boolean {
  return gone ?? detail !== null;
}
