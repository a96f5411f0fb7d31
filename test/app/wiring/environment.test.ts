import { expect, test } from '@jest/globals';
import { parseEnvironment } from '../../../lib/app/wiring/environment.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:macie-warden';

test('has safe defaults', () => {
  expect(parseEnvironment({ TOPIC_ARN })).toEqual({
    policySource: 'policy.yml',
    topicArn: TOPIC_ARN,
    remediation: 'report',
    stateTable: null,
    archiveBucket: null,
    reportBucket: null,
    slackWebhookParameter: null,
    alertBus: null,
    securityHub: null,
    slackBot: null,
    accountName: null,
    homeRegion: 'us-east-1',
  });
});

test('takes what is set', () => {
  const set = {
    TOPIC_ARN,
    POLICY_SOURCE: 'ssm:/p',
    REMEDIATION: 'enforce',
    STATE_TABLE: 'state',
    ARCHIVE_BUCKET: 'archive',
    REPORT_BUCKET: 'reports',
    SLACK_WEBHOOK_PARAMETER: '/slack',
    ALERT_BUS: 'alerts',
    SECURITY_HUB_ACCOUNT: '111122223333',
    SECURITY_HUB_ROLE: 'macie-warden-read',
    SECURITY_HUB_EXTERNAL_ID: 'x1',
    SLACK_TOKEN_PARAMETER: '/slack-token',
    SLACK_CHANNEL_ID: 'C0ABC1DEF',
    ACCOUNT_NAME: 'prod',
    AWS_REGION: 'eu-west-1',
  };
  expect(parseEnvironment(set)).toEqual({
    policySource: 'ssm:/p',
    topicArn: TOPIC_ARN,
    remediation: 'enforce',
    stateTable: 'state',
    archiveBucket: 'archive',
    reportBucket: 'reports',
    slackWebhookParameter: '/slack',
    alertBus: 'alerts',
    securityHub: { accountId: '111122223333', memberRole: 'macie-warden-read', externalId: 'x1' },
    slackBot: { tokenParameter: '/slack-token', channelId: 'C0ABC1DEF', apiUrl: 'https://slack.com/api/' },
    accountName: 'prod',
    homeRegion: 'eu-west-1',
  });
});

test.each([
  [{}, /^TOPIC_ARN: expected an SNS topic ARN such as \S+, found nothing\. Set it/],
  [{ TOPIC_ARN: 'alerts' }, /^TOPIC_ARN: expected an SNS topic ARN such as arn:\S+, found "alerts"/],
  [{ TOPIC_ARN: 'arn:aws:sqs:us-east-1:111122223333:q' }, /^TOPIC_ARN: /],
  [{ TOPIC_ARN: `${TOPIC_ARN}.fifo` }, /^TOPIC_ARN: /],
  [{ TOPIC_ARN, REMEDIATION: 'yes' }, /^REMEDIATION: expected one of report, enforce, found "yes"/],
  [{ REMEDIATION: 'yes' }, /TOPIC_ARN: .*; REMEDIATION: /],
])('names what is wrong: %p', (variables, message) => {
  expect(() => parseEnvironment(variables)).toThrow(message);
});
