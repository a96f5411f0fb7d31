import type { Alert } from '../../core/alerts/model.ts';

/** The section of a runbook on an alert: by the reason of an unreadable target, else by kind. */
function sectionOf(alert: Alert): string {
  return alert.subject === 'unreadable' && 'reason' in alert ? alert.reason : alert.kind;
}

/** The section on an alert of the page that `alerts.runbook` of the policy names. */
export function runbookUrl(alert: Alert, runbook: string): string {
  return `${runbook}#${sectionOf(alert)}`;
}

/** Where to read on about an alert. A reader without the files of macie-warden can do nothing with a path alone. */
export function runbookPlace(alert: Alert, runbook: string | undefined): string {
  if (runbook !== undefined) return runbookUrl(alert, runbook);
  return `section "${sectionOf(alert)}" of docs/runbook.md of macie-warden; alerts.runbook in the policy makes this a link`;
}
