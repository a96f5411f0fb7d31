import { isFindingAlert, type FindingAlert } from '../../core/alerts/finding-kinds.ts';
import { compareTimes, identityOf } from '../../core/alerts/lifecycle.ts';
import { isSeenToEnd } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Target } from '../../core/target.ts';
import type { MessageContent } from '../view/content.ts';
import { findingOf, type SecurityHubFinding } from './security-hub-finding.ts';

/** A finding, and the alerts that it stands for. */
export interface FindingOfAlerts {
  readonly alertIds: readonly string[];
  /** The account and Region that import it. */
  readonly at: Target;
  readonly finding: SecurityHubFinding;
}

interface FindingsOptions {
  /** The account and Region that import every finding; null: each is imported where its target is. */
  readonly hub: Target | null;
}

/** The findings of a run: one for each setting and each unreadable group with alerts, as its last alert says. */
export function securityHubFindings(
  report: Report,
  { changes }: MessageContent,
  { hub }: FindingsOptions,
): readonly FindingOfAlerts[] {
  const alerts = (changes?.alerts ?? []).filter(isFindingAlert);
  return [...Map.groupBy(alerts, identityOf).values()].flatMap((group) => {
    const last = group.toSorted(compareTimes).at(-1);
    if (last === undefined) return [];
    const { accountId, region } = last;
    const at = hub ?? { accountId, region };
    const alertIds = group.map(({ id }) => id);
    return [{ alertIds, at, finding: findingOf(last, { report, at, compliance: complianceOf(last) }) }];
  });
}

/** What was not seen to end, because it is waived or no longer compared, has not passed. */
function complianceOf(alert: FindingAlert): SecurityHubFinding['Compliance']['Status'] {
  switch (alert.kind) {
    case 'unreadable':
      return 'WARNING';
    case 'repaired':
    case 'readable':
      return 'PASSED';
    case 'resolved':
      return isSeenToEnd(alert) ? 'PASSED' : 'NOT_AVAILABLE';
    case 'contested':
    case 'repair-failed':
    case 'opened':
    case 'waiver-expired':
    case 'changed':
    case 'flapping':
    case 'interrupted':
    case 'reminder':
    case 'waiver-expiring':
      return 'FAILED';
  }
}
