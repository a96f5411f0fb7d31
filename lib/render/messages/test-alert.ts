import type { TestAlert } from '../../core/alerts/test-alert.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Target } from '../../core/target.ts';
import { timeText } from '../../core/time.ts';
import { cutAscii, MAX_SUBJECT } from '../words/subject-words.ts';
import { chat } from '../words/escape.ts';
import type { SecurityHubFinding } from './security-hub-finding.ts';
import { ALERT_DETAIL_TYPE, SCHEMA_VERSION, type AlertEvent } from './event.ts';
import { context, section } from './slack-blocks.ts';

const WHAT_TO_DO = 'Nothing: no drift was found, and nothing was stored.';

function titleOf(test: TestAlert): string {
  return cutAscii(`[TEST] macie-warden: a test alert of ${nameOf(test)}`, MAX_SUBJECT);
}

function nameOf({ accountId, accountName }: TestAlert): string {
  return accountName === null ? accountId : `${accountName} (${accountId})`;
}

function summaryOf(test: TestAlert): string {
  return `This is a test, sent on ${timeText(test.at)}: alerts of macie-warden from ${nameOf(test)} arrive here.`;
}

/** The same text for every kind of subscriber, and JSON for programs. */
export function testSnsMessage(test: TestAlert) {
  const text = `${summaryOf(test)}\n\nTo do: ${WHAT_TO_DO}\n\nId: ${test.id}\n`;
  const json = JSON.stringify({ test: true, ...test });
  const bodies = { default: text, email: text, https: text, sms: titleOf(test), sqs: json, lambda: json };
  return { subject: titleOf(test), attributes: { severity: 'INFO', kinds: ['test'] }, message: JSON.stringify(bodies) };
}

export function testSlackMessage(test: TestAlert) {
  const blocks = [
    section(chat(summaryOf(test))),
    section(chat(`To do: ${WHAT_TO_DO}`)),
    context(chat(`Id: ${test.id}`)),
  ];
  return { text: chat(titleOf(test)), attachments: [{ color: '#1264a3', blocks }] };
}

/** A finding that is archived as soon as it is there, so that nobody works on it. */
export function testFinding(test: TestAlert, { accountId, region }: Target): SecurityHubFinding {
  const partition = partitionOf(region);
  return {
    SchemaVersion: '2018-10-08',
    Id: `macie-warden/${test.accountId}/test`,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: 'macie-warden',
    CompanyName: 'macie-warden',
    GeneratorId: 'macie-warden/test',
    AwsAccountId: accountId,
    FindingProviderFields: {
      Severity: { Label: 'INFORMATIONAL', Original: 'INFO' },
      Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    },
    FirstObservedAt: test.at,
    LastObservedAt: test.at,
    CreatedAt: test.at,
    UpdatedAt: test.at,
    Title: titleOf(test),
    Description: summaryOf(test),
    Remediation: { Recommendation: { Text: WHAT_TO_DO } },
    ProductFields: { 'macie-warden/alert': 'test', 'macie-warden/alertId': test.id },
    Resources: [{ Type: 'AwsAccount', Id: `AWS::::Account:${test.accountId}`, Region: region }],
    Compliance: { Status: 'NOT_AVAILABLE' },
    RecordState: 'ARCHIVED',
  };
}

/** An event of the form of every alert, with `test: true`. */
export function testEvent(test: TestAlert): AlertEvent {
  const { id, accountId, accountName, at } = test;
  const nothing = { region: null, setting: null, settingsGroup: null, desired: null, actual: null, outcome: null };
  const detail = {
    schemaVersion: SCHEMA_VERSION,
    severity: 'INFO',
    level: 'info',
    test: true,
    id,
    dedupKey: `macie-warden/${accountId}/test`,
    kind: 'test',
    status: 'notice',
    subject: 'test',
    account: { id: accountId, name: accountName },
    ...nothing,
    reason: null,
    detail: null,
    waiver: null,
    call: null,
    policy: null,
    since: at,
    at,
    mergedAlerts: 0,
    title: titleOf(test),
    summary: summaryOf(test),
    cause: 'Somebody asked for a test alert.',
    whatToDo: WHAT_TO_DO,
    links: { macie: 'https://console.aws.amazon.com/macie/home' },
    runId: id,
  };
  return {
    alertId: id,
    time: new Date(at),
    resources: [],
    detailType: ALERT_DETAIL_TYPE,
    detail: JSON.stringify(detail),
  };
}
