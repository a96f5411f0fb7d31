import { worseOf, type Severity } from '../severity.ts';
import { settingOf } from '../settings/registry.ts';
import type { Alert, AlertKind, DriftAlert } from './model.ts';

/** Another severity for some alerts. A key that is left out is about every alert. */
export interface SeverityRule {
  readonly severity: Severity;
  readonly kinds?: readonly AlertKind[] | undefined;
  /** Ids of settings. An alert of an unreadable target or of a policy has none. */
  readonly settings?: readonly string[] | undefined;
  /** Account ids. */
  readonly accounts?: ReadonlySet<string> | undefined;
  /** Names of Regions. An alert of a whole account has none. */
  readonly regions?: ReadonlySet<string> | undefined;
}

/** The same alerts, each with its severity. */
export function rateAlerts(alerts: readonly Alert[], rules: readonly SeverityRule[]): readonly Alert[] {
  return alerts.map((alert) => ({ ...alert, severity: severityBy(alert, rules) }));
}

/** The severity of an alert by rules, of which the last one that is about it wins; without one, by the alert itself. */
export function severityBy(alert: Alert, rules: readonly SeverityRule[]): Severity {
  return rules.findLast((rule) => isAbout(rule, alert))?.severity ?? defaultSeverity(alert);
}

/** A rule that names no kinds leaves alerts alone that report an end: they ask nothing of anybody. */
function isAbout({ kinds, settings, accounts, regions }: SeverityRule, alert: Alert): boolean {
  return (
    (kinds ? kinds.includes(alert.kind) : !ENDINGS.has(alert.kind)) &&
    (settings?.includes(alert.subject === 'drift' ? alert.setting : '') ?? true) &&
    (accounts?.has(alert.accountId) ?? true) &&
    (regions?.has(alert.region ?? '') ?? true)
  );
}

const ENDINGS: ReadonlySet<AlertKind> = new Set(['repaired', 'resolved', 'readable']);

/** How grave an alert is: as it was rated, else by itself. */
export function severityOf(alert: Alert): Severity {
  return alert.severity ?? defaultSeverity(alert);
}

/** By the kind of an alert, and by what the actual value of the setting leaves unprotected. */
function defaultSeverity(alert: Alert): Severity {
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
