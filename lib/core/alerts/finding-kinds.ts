import type { Alert, AlertKind, DriftAlert, UnreadableAlert } from './model.ts';

/**
 * The kinds of alerts that change a finding: it opens, changes or ends. A reminder changes none, and an interruption was over before
 * anybody saw it. Security Hub takes these alone.
 */
export const FINDING_KINDS = [
  'contested',
  'repair-failed',
  'opened',
  'waiver-expired',
  'changed',
  'flapping',
  'unreadable',
  'repaired',
  'resolved',
  'readable',
] as const satisfies readonly AlertKind[];

/** Such an alert; a policy has no finding. */
export type FindingAlert = DriftAlert | UnreadableAlert;

const KINDS: ReadonlySet<AlertKind> = new Set(FINDING_KINDS);

export function isFindingAlert(alert: Alert): alert is FindingAlert {
  return KINDS.has(alert.kind);
}
