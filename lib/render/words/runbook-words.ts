import type { Alert } from '../../core/alerts/model.ts';

/** In the documents of the project, as people who have no runbook of their own find it. */
export const RUNBOOK = 'docs/runbook.md';

/** The section of the runbook on an alert: by the reason of an unreadable target, else by kind. */
function runbookAnchor(alert: Alert): string {
  return alert.subject === 'unreadable' && 'reason' in alert ? alert.reason : alert.kind;
}

/** Where that section is: `alerts.runbook` of the policy, or the documents of the project. */
export function runbookPlace(alert: Alert, runbook: string | undefined): string {
  return `${runbook ?? RUNBOOK}#${runbookAnchor(alert)}`;
}
