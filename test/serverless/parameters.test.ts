import { describe, expect, test } from '@jest/globals';
import { alarmWindows } from '../../serverless/alarm-windows.ts';
import { parseParameters } from '../../serverless/parameters.ts';
import type { StackContext } from '../../serverless/stack-values.ts';
import { paceOf } from '../../serverless/schedule.ts';

const DEFAULTS = {
  remediation: 'report',
  schedule: 'rate(1 hour)',
  alertEmail: '',
  slackWorkspaceId: '',
  slackChannelId: '',
  logRetentionDays: '90',
  policySource: 'policy.yml',
  digest: '',
  slackWebhookParameter: '',
  alertBus: '',
  slackTokenParameter: '',
  slackApiUrl: '',
  securityHub: 'off',
  securityHubIn: 'hub',
  accountName: '',
  forwarding: 'off',
  forwardingRegions: '',
  permissionsBoundary: '',
  existingTopicArn: '',
  alarmTopicArn: '',
  kmsKeyArn: '',
  runbookUrl: '',
  organization: 'off',
  organizationId: '',
  maxConcurrency: '10',
  readRoleName: 'macie-warden-read',
  repairRoleName: 'macie-warden-repair',
  externalId: '',
  pulse: '',
  memberStackSet: 'off',
  organizationalUnits: '',
  memberAccounts: '',
  stackSetCallAs: 'delegated-admin',
};
const parse = (over: Readonly<Record<string, string>>, context: Partial<StackContext> = {}) =>
  parseParameters(new Map(Object.entries({ ...DEFAULTS, ...over })), {
    region: 'us-east-1',
    stage: 'prod',
    policy: null,
    ...context,
  });

test('the defaults are fine, and only report', () => {
  expect(parse({})).toMatchObject({ problems: [], values: { remediation: 'report', logRetentionDays: 90 } });
});

test.each([
  [{ remediation: 'force' }, '--param remediation: expected report or enforce, found "force"'],
  [
    { schedule: 'hourly' },
    '--param schedule: expected rate(1 hour), rate(N minutes|hours|days) or cron(minutes hours ? * days-of-week *), found "hourly"',
  ],
  [
    { schedule: 'rate(30 days)' },
    '--param schedule: expected a run at least every 6 days, found "rate(30 days)": the alarm on a missed run covers no more',
  ],
  [{ logRetentionDays: '31' }, /^--param logRetentionDays: expected a number of days that CloudWatch Logs knows/],
  [{ alertEmail: 'me' }, '--param alertEmail: expected an email address, found "me"'],
  [
    { slackChannelId: 'C0ABC1DEF' },
    '--param slackChannelId: expected slackWorkspaceId or slackTokenParameter beside it, found neither. Add one',
  ],
  [{ policySource: 's3://bucket/*' }, /^--param policySource: expected policy.yml, ssm:\/name or s3:\/\/bucket\/key/],
  [{ policySource: 's3://Bucket/key' }, /^--param policySource: expected policy.yml/],
  [{ policySource: 's3://a..b/key' }, /^--param policySource: expected policy.yml/],
  [{ policySource: 's3://192.168.0.1/key' }, /^--param policySource: expected policy.yml/],
  ...[
    'xn--a',
    'sthree-a',
    'amzn-s3-demo-a',
    'a-s3alias',
    'a--ol-s3',
    'a.mrap',
    'a--x-s3',
    'a--table-s3',
    'a.-b',
    'a-.b',
  ].map((bucket) => [{ policySource: `s3://${bucket}/key` }, /^--param policySource: expected policy.yml/] as const),
  [{ policySource: `s3://bucket/${'k'.repeat(1025)}` }, /^--param policySource: expected policy.yml/],
  [{ policySource: 'ssm:/aws/policy' }, /^--param policySource: expected policy.yml/],
  [{ policySource: 'ssm:/macie-warden/' }, /^--param policySource: expected policy.yml/],
  [{ accountName: 'x'.repeat(51) }, /^--param accountName: expected a name of up to 50/],
  [{ accountName: '${self:service}' }, /^--param accountName: expected a name of up to 50/],
  [{ slackWebhookParameter: '/SSM/slack' }, /^--param slackWebhookParameter: expected the name of an SSM parameter/],
  [{ slackWebhookParameter: '/a'.repeat(16) }, /^--param slackWebhookParameter: expected the name of an SSM/],
  [
    { alertBus: 'aws.partner/x' },
    /^--param alertBus: expected the name of a bus of EventBridge, or the ARN of one in us-/,
  ],
  [
    { alertBus: 'arn:aws:events:eu-west-1:111122223333:event-bus/alerts' },
    /^--param alertBus: expected .* in us-east-1, such as arn:aws:events:us-east-1:.*, found "arn:aws:events:eu-west-1/,
  ],
  [{ alertBus: 'arn:aws:sns:us-east-1:111122223333:alerts' }, /^--param alertBus: expected the name of a bus/],
  [{ alertEmail: 'a@example.com,a@example.com' }, /^--param alertEmail: expected each address once/],
  [{ kmsKeyArn: 'alias/mine' }, /^--param kmsKeyArn: expected the ARN of a KMS key/],
  [
    { runbookUrl: 'wiki' },
    '--param runbookUrl: expected an address such as https://wiki.example.com/macie-warden, found "wiki"',
  ],
  [{ runbookUrl: `https://example.com/${'a'.repeat(500)}` }, /^--param runbookUrl: expected an address/],
  [{ existingTopicArn: 'alerts' }, /^--param existingTopicArn: expected the ARN of a standard SNS topic/],
  [{ alarmTopicArn: 'alerts' }, /^--param alarmTopicArn: expected the ARN of a standard SNS topic/],
  [{ permissionsBoundary: 'boundary' }, /^--param permissionsBoundary: expected the ARN of a managed policy/],
  [
    { digest: 'weekly' },
    '--param digest: expected rate(1 hour) or cron(minutes hours day-of-month month day-of-week year), found "weekly"',
  ],
  [
    { schedule: 'cron(0 8 * * * *)' },
    '--param schedule: expected ? as either day-of-month or day-of-week, found "cron(0 8 * * * *)". Put ? where you name no days, such as cron(0 8 ? * MON *)',
  ],
  [{ slackTokenParameter: '/token' }, /^--param slackTokenParameter: expected slackChannelId beside it/],
  [{ slackWorkspaceId: 'T0ABC1DEF' }, /^--param slackWorkspaceId: expected slackChannelId beside it, found none/],
  [
    { slackTokenParameter: '/token', slackChannelId: 'C0ABC1DEF', slackWebhookParameter: '/slack' },
    /^--param slackTokenParameter and slackWebhookParameter: expected one of them, found both/,
  ],
  [
    { slackTokenParameter: 'xoxb-1', slackChannelId: 'C0ABC1DEF' },
    /^--param slackTokenParameter: expected the name of an SSM parameter/,
  ],
  [{ slackApiUrl: 'http://slack.com/api/' }, /^--param slackApiUrl: expected an https URL that ends with/],
  [{ slackWebhookParameter: 'https://hooks' }, /^--param slackWebhookParameter: expected the name of an SSM parameter/],
  [{ forwarding: 'yes' }, '--param forwarding: expected off or on, found "yes"'],
  [
    { forwardingRegions: 'Ireland' },
    '--param forwardingRegions: expected names of Regions, such as eu-west-1,us-west-2, found "Ireland"',
  ],
  [
    { forwardingRegions: 'eu-west-2,eu-wset-1' },
    '--param forwardingRegions: expected Regions of AWS, found "eu-wset-1". Did you mean eu-west-1?',
  ],
  [
    { forwardingRegions: 'us-gov-west-1' },
    /^--param forwardingRegions: expected Regions of AWS, found "us-gov-west-1"\. Macie is not offered in .*GovCloud/,
  ],
  [{ forwardingRegions: 'eu-west-9' }, /expected Regions of AWS, found "eu-west-9"/],
  [{ forwardingRegions: 'eu-nowhere-1' }, /expected Regions of AWS, found "eu-nowhere-1"/],
  [{ forwardingRegions: 'xx-west-1' }, /expected Regions of AWS, found "xx-west-1"/],
  [{ forwardingRegions: 'cn-north-1' }, /Macie is not offered in .*China/],
  [{ remedation: 'enforce' }, /^--param remedation: there is no such parameter/],
])('%j', (over, message) => {
  expect(parse(over).problems).toEqual(
    [expect.stringMatching(message)].map((one) => (typeof message === 'string' ? message : one)),
  );
});

test.each(['a-stage-with-a-very-long-name', 'my_stage', ''])('the stage %p makes no name of a role', (stage) => {
  expect(parse({}, { stage }).problems).toEqual([
    `--stage: expected 1 to 25 letters, digits and hyphens, found "${stage}"`,
  ]);
});

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alerts';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('the Region of the stack is checked as well', () => {
  expect(parse({}, { region: 'cn-north-1' }).problems).toEqual([expect.stringContaining('Macie is not offered there')]);
});

describe('whom the messages of the stack reach', () => {
  test.each([
    [{}, 'no alert will reach anybody: give --param alertEmail=you@example.com'],
    [{ alarmTopicArn: TOPIC }, 'no alert will reach anybody'],
    [
      { slackTokenParameter: '/token', slackChannelId: 'C0ABC1DEF' },
      'alarms will reach nobody: Slack gets alerts alone',
    ],
    [{ slackWebhookParameter: '/slack' }, 'alarms will reach nobody: Slack gets alerts alone'],
  ])('%j is warned of', (over, warning) => {
    expect(parse(over)).toMatchObject({ problems: [], warnings: [expect.stringContaining(warning)] });
  });

  test.each([
    { alertEmail: 'a@example.com' },
    { slackWorkspaceId: 'T0ABC1DEF', slackChannelId: 'C0ABC1DEF' },
    { existingTopicArn: TOPIC },
    { slackWebhookParameter: '/slack', alarmTopicArn: TOPIC },
  ])('%j is not', (over) => {
    expect(parse(over).warnings).toEqual([]);
  });
});

test.each([
  [{}, { Ref: 'Topic' }, { Ref: 'Topic' }, 'stack'],
  [{ existingTopicArn: TOPIC }, TOPIC, TOPIC, 'none'],
  [{ alarmTopicArn: TOPIC }, { Ref: 'Topic' }, TOPIC, 'stack'],
  [{ kmsKeyArn: KEY }, { Ref: 'Topic' }, { Ref: 'Topic' }, 'other'],
  [{ kmsKeyArn: KEY, existingTopicArn: TOPIC }, TOPIC, TOPIC, 'other'],
])('reports, alarms and the key of %j', (over, topic, alarmTopic, keyOwner) => {
  expect(parse(over).values).toMatchObject({ topic, alarmTopic, keyOwner });
});

describe('where changes are forwarded from', () => {
  const regions = (over: Readonly<Record<string, string>>, context: Partial<StackContext>) =>
    parse({ forwarding: 'on', ...over }, context).values.forwardingRegions;

  test('the Regions of the policy, but the hub, and us-east-1 for its news of Regions', () => {
    const policy = { regions: ['eu-west-1', 'eu-west-2', 'eu-central-1'], excludeRegions: ['eu-west-2'] };
    expect(regions({}, { region: 'eu-central-1', policy })).toEqual(['eu-west-1', 'us-east-1']);
    expect(regions({}, { region: 'us-east-1', policy })).toEqual(['eu-central-1', 'eu-west-1']);
  });

  test('of all Regions, those that every account has', () => {
    for (const policy of [null, { regions: 'all', excludeRegions: ['sa-east-1'] } as const]) {
      const found = regions({}, { policy });
      expect(found).toHaveLength(policy === null ? 16 : 15);
      expect(found).not.toContain('ap-east-1');
    }
  });

  test.each([
    [{ forwardingRegions: 'eu-west-1', forwarding: 'off' }, 'has no effect without --param forwarding=on'],
    [{ forwardingRegions: 'eu-west-1,eu-west-1' }, 'eu-west-1 is named twice, and counts once'],
    [{ forwardingRegions: 'eu-west-1,us-east-1' }, 'us-east-1 is the Region of the stack, and forwards nothing'],
    [{ forwardingRegions: 'eu-west-1,sa-west-1' }, 'no AWS Region is known by the name sa-west-1'],
    [{ forwardingRegions: 'eu-west-1,eu-west-4' }, 'the deployment fails if there is none. Did you mean eu-west-1?'],
    [{ forwardingRegions: 'eu-west-1,mx-central-1' }, 'Macie is not offered in mx-central-1'],
  ])('%j is warned of', (over, warning) => {
    const { problems, warnings } = parse({ alertEmail: 'a@example.com', forwarding: 'on', ...over });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });

  test('none besides the hub is a problem', () => {
    const policy = { regions: ['us-east-1'], excludeRegions: [] };
    expect(parse({ forwarding: 'on' }, { policy }).problems).toEqual([
      '--param forwarding: there is no Region beside that of the stack. Name some with forwardingRegions, or leave it off',
    ]);
    expect(parse({ forwarding: 'off' }, { policy }).problems).toEqual([]);
  });

  test('a Region that AWS has added is an opt-in Region', () => {
    const policy = { regions: ['eu-west-1', 'sa-west-1'], excludeRegions: [] };
    const { forwardingPrincipals } = parse({ forwarding: 'on' }, { region: 'eu-west-1', policy }).values;
    expect(forwardingPrincipals).toContain('cloudformation.sa-west-1.amazonaws.com');
  });

  test('opt-in Regions have a CloudFormation of their own', () => {
    const { values } = parse({ forwarding: 'on', forwardingRegions: 'eu-west-1,ap-east-1' }, { region: 'eu-south-1' });
    expect(values.forwardingPrincipals).toEqual([
      'cloudformation.amazonaws.com',
      'cloudformation.eu-south-1.amazonaws.com',
      'cloudformation.ap-east-1.amazonaws.com',
    ]);
    expect(parse({ forwarding: 'on' }).values.forwardingPrincipals).toEqual(['cloudformation.amazonaws.com']);
  });

  test('those that are named', () => {
    expect(regions({ forwardingRegions: 'ap-east-1,us-east-1,eu-west-1' }, {})).toEqual(['ap-east-1', 'eu-west-1']);
  });
});

describe('how far apart runs can be', () => {
  test.each([
    ['rate(5 minutes)', 5],
    ['rate(1 day)', 1440],
    ['cron(0 * * * ? *)', 60],
    ['cron(0/15 * * * ? *)', 15],
    ['cron(0 6,18 * * ? *)', 720],
    ['cron(0 6 ? * MON-FRI *)', 3 * 1440],
  ])('%s', (schedule, minutes) => {
    expect(paceOf(schedule)).toEqual({ longestGapMinutes: minutes });
  });

  test.each(['', 'rate(0 hours)', 'cron(0 6 1 * ? *)', 'cron(61 * * * ? *)', 'at(2026-01-01T00:00:00)'])(
    '%p is not known',
    (schedule) => {
      expect(paceOf(schedule)).toHaveProperty('problem');
    },
  );
});

test.each([5, 60, 1440, 3 * 1440])('a window holds at least one run, and CloudWatch takes it: %d minutes', (gap) => {
  const { run, unknown } = alarmWindows(gap);
  expect(run.period * run.periods).toBeGreaterThanOrEqual(2 * gap * 60);
  for (const { period, periods } of [run, unknown]) {
    expect(period % 60).toBe(0);
    expect(period).toBeLessThanOrEqual(86_400);
    expect(period * periods).toBeLessThanOrEqual(7 * 86_400);
  }
});

test('a function may read the object of a policy, whose account is no part of its name', () => {
  const policySource = 's3://bucket/dir/policy.yml?owner=444455556666';
  expect(parse({ policySource }).problems).toEqual([]);
  expect(parse({ policySource }).values.policySource).toEqual({ kind: 's3', resource: 'bucket/dir/policy.yml' });
});

test.each([
  ['', 'none', ''],
  ['alerts', 'bus', { 'Fn::Sub': 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/alerts' }],
  [
    'arn:aws:events:us-east-1:444455556666:event-bus/alerts',
    'bus',
    'arn:aws:events:us-east-1:444455556666:event-bus/alerts',
  ],
])('alertBus %j names one resource', (alertBus, kind, resource) => {
  expect(parse({ alertBus })).toMatchObject({ values: { alertBus: { kind, resource } }, problems: [] });
});

describe('securityHub', () => {
  test.each([
    [{}, 'off', '', ''],
    [{ securityHub: 'on' }, 'on', '', ':securityhub:${AWS::Region}:'],
    [{ securityHub: 'on', securityHubIn: 'members', organization: 'on' }, 'on', 'macie-warden-read', ':securityhub:*:'],
  ])('%j names its product, and the role of other accounts', (given, kind, role, product) => {
    const { values, problems } = parse(given);
    expect(problems).toEqual([]);
    expect([values.securityHub.kind, values.securityHub.role]).toEqual([kind, role]);
    expect(JSON.stringify(values.securityHub.product)).toContain(product);
  });

  test('in members it needs an organization, and to be on', () => {
    expect(parse({ securityHubIn: 'members' }).problems).toEqual([
      '--param securityHubIn=members needs --param securityHub=on',
      '--param securityHubIn=members needs --param organization=on',
    ]);
  });
});
