import type { Report, Result } from '../../core/compliance/report.ts';
import { findingId, subjectName } from '../../core/finding-id.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Severity } from '../../core/severity.ts';
import { VERSION } from '../../core/version.ts';
import { plain } from '../words/escape.ts';
import type { OcsfFinding } from './ocsf-finding.ts';

/** Every field is in this version and in 1.8.0; none is deprecated in between. */
const OCSF_VERSION = '1.3.0';
const CLASS = { uid: 2003, name: 'Compliance Finding' };

const ACTIVITIES = { Create: 1, Update: 2, Close: 3 } as const;
const STATUSES = { New: 1, Suppressed: 3, Resolved: 4 } as const;
const COMPLIANCE = { Pass: 1, Warning: 2, Fail: 3 } as const;

const SEVERITIES: Readonly<Record<Severity, { readonly id: number; readonly name: string }>> = {
  CRITICAL: { id: 5, name: 'Critical' },
  HIGH: { id: 4, name: 'High' },
  MEDIUM: { id: 3, name: 'Medium' },
  LOW: { id: 2, name: 'Low' },
  INFO: { id: 1, name: 'Informational' },
  RESOLVED: { id: 1, name: 'Informational' },
};

/** The controls of a standard of AWS that ask for a setting. https://docs.aws.amazon.com/securityhub/latest/userguide/macie-controls.html */
const CONTROLS: Readonly<Record<string, string>> = { status: 'Macie.1', automatedDiscovery: 'Macie.2' };
const AWS_STANDARD = 'AWS Foundational Security Best Practices v1.0.0';

interface EventContext {
  readonly report: Report;
  readonly result: Result;
  /** The organizational unit of the account, after those above it; null where it is not known. */
  readonly unitPath: readonly string[] | null;
}

/** A finding as OCSF writes it. */
export function ocsfEvent(finding: OcsfFinding, context: EventContext): object {
  const { report, result } = context;
  const { accountId, accountName, region } = result;
  const name = subjectName(finding.subject);
  const activity = activityOf(finding, report);
  const severity = SEVERITIES[finding.severity];
  return {
    activity_id: ACTIVITIES[activity],
    activity_name: activity,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS.uid,
    class_name: CLASS.name,
    type_uid: CLASS.uid * 100 + ACTIVITIES[activity],
    type_name: `${CLASS.name}: ${activity}`,
    time: Date.parse(report.finishedAt),
    severity_id: severity.id,
    severity: severity.name,
    status_id: STATUSES[finding.status],
    status: finding.status,
    message: plain(finding.message),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'macie-warden', vendor_name: 'macie-warden', version: VERSION },
      profiles: ['cloud'],
      uid: `${report.runId}/${accountId}/${region}/${name}`,
      correlation_uid: report.runId,
      event_code: `macie-${name}`,
    },
    cloud: {
      provider: 'AWS',
      region,
      account: {
        uid: accountId,
        ...(accountName === undefined ? {} : { name: plain(accountName) }),
        type_id: 10,
        type: 'AWS Account',
      },
    },
    finding_info: findingInfo(finding, context),
    compliance: complianceOf(finding, name),
    resources: [sessionOf(result)],
    remediation: { desc: plain(finding.remediation) },
    unmapped: unmappedOf(finding, context),
  };
}

/** Without the state nobody knows whether an open finding is new: it is written as new. */
function activityOf({ status, since }: OcsfFinding, { startedAt }: Report): keyof typeof ACTIVITIES {
  if (status === 'Resolved') return 'Close';
  return since !== null && since < startedAt ? 'Update' : 'Create';
}

function findingInfo(finding: OcsfFinding, { report, result }: EventContext): object {
  const { since, title, desc, subject } = finding;
  const first = since === null ? {} : { created_time: Date.parse(since), first_seen_time: Date.parse(since) };
  return {
    uid: findingId({ ...result, ...subject }),
    title: plain(title),
    desc: plain(desc),
    ...first,
    last_seen_time: Date.parse(report.finishedAt),
    types: ['Software and Configuration Checks/AWS Security Best Practices'],
  };
}

function complianceOf({ compliance }: OcsfFinding, name: string): object {
  const control = CONTROLS[name];
  return {
    status_id: COMPLIANCE[compliance],
    status: compliance,
    control: `macie-warden/${name}`,
    standards: ['macie-warden policy', ...(control === undefined ? [] : [AWS_STANDARD])],
    ...(control === undefined ? {} : { requirements: [control] }),
  };
}

function sessionOf({ accountId, region }: Result): object {
  const partition = partitionOf(region);
  return {
    uid: `arn:${partition}:macie2:${region}:${accountId}:session`,
    name: 'session',
    type: 'AWS::Macie::Session',
    region,
    cloud_partition: partition,
  };
}

/** Facts that the class has no place for. */
function unmappedOf({ facts }: OcsfFinding, { result: { verdict }, unitPath }: EventContext): object {
  return { verdict, ...facts, ...(unitPath === null ? {} : { organizational_units: unitPath }) };
}
