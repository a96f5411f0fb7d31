import { compareText } from '../order.ts';
import type { Alert, AlertKind } from './model.ts';

/**
 * Whether something is open after an alert. `open`: until an alert of the same identity is `ended`. `notice`: it reports something
 * that no later alert ends.
 */
export type AlertStatus = 'open' | 'ended' | 'notice';

const STATUSES: Readonly<Record<AlertKind, AlertStatus>> = {
  contested: 'open',
  'repair-failed': 'open',
  opened: 'open',
  'waiver-expired': 'open',
  changed: 'open',
  interrupted: 'notice',
  flapping: 'open',
  unreadable: 'open',
  reminder: 'open',
  'policy-changed': 'notice',
  'waiver-expiring': 'notice',
  repaired: 'ended',
  resolved: 'ended',
  readable: 'ended',
};

export function statusOf({ kind }: Alert): AlertStatus {
  return STATUSES[kind];
}

/** In the order in which it happened: of alerts of one run, the end comes last. */
export function compareTimes(a: Alert, b: Alert): number {
  return compareText(a.at, b.at) || Number(statusOf(a) === 'ended') - Number(statusOf(b) === 'ended');
}

/** What an alert is about: the same from its first alert to its end, and again if it comes back. */
export function identityOf(alert: Alert): string {
  return ['macie-warden', alert.accountId, ...(alert.region === null ? [] : [alert.region]), subjectOf(alert)].join(
    '/',
  );
}

function subjectOf(alert: Alert): string {
  switch (alert.subject) {
    case 'drift':
      return alert.setting;
    case 'unreadable':
      return `unreadable/${alert.group}`;
    case 'policy':
      return 'policy';
  }
}
