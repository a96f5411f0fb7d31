import type { FindingAlert } from '../../core/alerts/finding-kinds.ts';
import { identityOf, statusOf } from '../../core/alerts/lifecycle.ts';
import { severityOf } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Severity } from '../../core/severity.ts';
import type { Target } from '../../core/target.ts';
import { whoText } from '../words/activity-words.ts';
import { alertText } from '../words/alert-words.ts';
import { truncate, plain } from '../words/escape.ts';
import { accountNaming, placeText } from '../words/place-words.ts';
import { remedyText } from '../words/remedy-words.ts';
import { capitalize, sentence } from '../words/sentence.ts';
import { stateText } from '../words/state-words.ts';

// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 1024;
const MAX_REMEDY = 512;
const MAX_FIELD = 1024;

const LABELS = {
  CRITICAL: 'CRITICAL',
  HIGH: 'HIGH',
  MEDIUM: 'MEDIUM',
  LOW: 'LOW',
  INFO: 'INFORMATIONAL',
  RESOLVED: 'INFORMATIONAL',
} as const satisfies Readonly<Record<Severity, string>>;

/** A finding in the AWS Security Finding Format. Never with `Workflow`: it belongs to the people who work on findings. */
export interface SecurityHubFinding {
  readonly SchemaVersion: '2018-10-08';
  readonly Id: string;
  readonly ProductArn: string;
  readonly ProductName: string;
  readonly CompanyName: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly FindingProviderFields: {
    readonly Severity: { readonly Label: (typeof LABELS)[Severity]; readonly Original: Severity };
    readonly Types: string[];
  };
  readonly FirstObservedAt: string;
  readonly LastObservedAt: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string } };
  readonly ProductFields: Record<string, string>;
  readonly Resources: {
    readonly Type: 'Other' | 'AwsAccount';
    readonly Id: string;
    readonly Region: string;
    readonly Details?: { readonly Other: Record<string, string> };
  }[];
  readonly Compliance: { readonly Status: 'PASSED' | 'WARNING' | 'FAILED' | 'NOT_AVAILABLE' };
  readonly RecordState: 'ACTIVE' | 'ARCHIVED';
}

interface FindingContext {
  readonly report: Report;
  /** The account and Region that import it. */
  readonly at: Target;
  readonly compliance: SecurityHubFinding['Compliance']['Status'];
}

export function findingOf(alert: FindingAlert, { report, at, compliance }: FindingContext): SecurityHubFinding {
  const { accountId, region, since } = alert;
  const severity = severityOf(alert);
  return {
    SchemaVersion: '2018-10-08',
    Id: identityOf(alert),
    ProductArn: `arn:${partitionOf(at.region)}:securityhub:${at.region}:${at.accountId}:product/${at.accountId}/default`,
    ProductName: 'macie-warden',
    CompanyName: 'macie-warden',
    GeneratorId: `macie-warden/${subjectOf(alert)}`,
    AwsAccountId: at.accountId,
    FindingProviderFields: {
      Severity: { Label: LABELS[severity], Original: severity },
      Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    },
    FirstObservedAt: since,
    LastObservedAt: alert.at,
    CreatedAt: since,
    // Security Hub ignores an update that is not newer. An alert that is sent again has the time of the run that sends it.
    UpdatedAt: report.finishedAt,
    Title: field(capitalize(`${stateText(alert)} in ${placeText([alert], accountNaming(report))}`), MAX_TITLE),
    Description: field(descriptionOf(alert), MAX_DESCRIPTION),
    Remediation: { Recommendation: { Text: field(sentence(remedyText(groupOf(alert))), MAX_REMEDY) } },
    ProductFields: {
      'macie-warden/alert': alert.kind,
      'macie-warden/alertId': alert.id,
      'macie-warden/run': report.runId,
    },
    Resources: [
      {
        Type: 'Other',
        Id: `arn:${partitionOf(region)}:macie2:${region}:${accountId}:session`,
        Region: region,
        Details: { Other: factsOf(alert) },
      },
    ],
    Compliance: { Status: compliance },
    RecordState: statusOf(alert) === 'ended' ? 'ARCHIVED' : 'ACTIVE',
  };
}

function groupOf(alert: FindingAlert) {
  return { first: alert, alerts: [alert] };
}

function subjectOf(alert: FindingAlert): string {
  return alert.subject === 'drift' ? alert.setting : `unreadable/${alert.group}`;
}

function descriptionOf(alert: FindingAlert): string {
  const call = alert.subject === 'drift' ? alert.call : null;
  const texts = [`The setting ${alertText(groupOf(alert))}`, ...(call === null ? [] : [whoText([call])])];
  return (alert.subject === 'drift' ? texts : [alertText(groupOf(alert))]).map(sentence).join(' ');
}

/** The values of one finding, for filters and insights. */
function factsOf(alert: FindingAlert): Record<string, string> {
  const { accountId, region, since } = alert;
  const own =
    alert.subject === 'drift'
      ? {
          setting: alert.setting,
          desired: alert.desired,
          actual: alert.actual ?? 'not there',
          action: alert.action,
          outcome: alert.outcome ?? '',
          caller: alert.call?.actor.name ?? '',
        }
      : { group: alert.group, reason: 'reason' in alert ? alert.reason : '' };
  const facts = { accountId, region, since, ...own };
  const known = Object.entries(facts).filter(([, value]) => value !== '');
  return Object.fromEntries(known.map(([key, value]) => [key, field(value, MAX_FIELD)]));
}

/** Text from outside, within a limit in characters. */
function field(text: string, max: number): string {
  return truncate(plain(text), max);
}
