import type { Alert, DriftAlert } from '../../core/alerts/model.ts';
import { isGone } from '../../core/alerts/severity.ts';
import { settingOf } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';

/** The state that an alert is about, as a fact without a place, such as `Macie is OFF` or `Macie is ON again`. */
export function stateText(alert: Alert): string {
  switch (alert.subject) {
    case 'drift':
      return driftState(alert);
    case 'unreadable':
      return unreadableState(alert);
    case 'policy':
      return 'The policy has changed';
  }
}

function driftState(alert: DriftAlert): string {
  const { setting, actual, desired } = alert;
  const { describeState } = settingOf(setting);
  switch (alert.kind) {
    case 'contested':
    case 'repair-failed':
    case 'opened':
    case 'waiver-expired':
    case 'changed':
    case 'flapping':
    case 'reminder':
    case 'waiver-expiring':
      return describeState(actual);
    case 'interrupted':
    case 'repaired':
      return `${describeState(desired)} again`;
    case 'resolved':
      if (alert.waiver) return `${describeState(actual)} (waived)`;
      return isGone(alert) ? `${settingText(setting)} is no longer compared` : `${describeState(desired)} again`;
  }
}

function settingText(setting: string): string {
  return setting === 'status' ? 'Macie' : setting;
}

function unreadableState({ kind, group }: Extract<Alert, { subject: 'unreadable' }>): string {
  const what = group === SESSION ? 'Macie' : `The settings group ${group}`;
  switch (kind) {
    case 'unreadable':
    case 'reminder':
      return `${what} cannot be read`;
    case 'readable':
      return `${what} can be read again`;
    case 'resolved':
      return `${what} is no longer read`;
  }
}
