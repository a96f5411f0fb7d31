import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledTemplate, type Compiled } from './compile-template.ts';
import { EVERYTHING } from './package-stack.ts';
import { serverless } from './serverless.ts';
import { allowedActions, functionStatements, type Resource } from './template.ts';

let report: Compiled;
let enforce: Compiled;
beforeAll(async () => {
  [report, enforce] = [await compiledTemplate({}), await compiledTemplate(EVERYTHING)];
});

const ofType = ({ template }: Compiled, type: string): readonly Resource[] =>
  Object.values(template.Resources).filter(({ Type }) => Type === type);
const one = (stack: Compiled, type: string): Resource['Properties'] => {
  const [found, ...others] = ofType(stack, type);
  expect(others).toEqual([]);
  return found?.Properties ?? {};
};

const READS = [
  'cloudtrail:LookupEvents',
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'account:ListRegions',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'macie2:DescribeOrganizationConfiguration',
  'macie2:GetAdministratorAccount',
  'macie2:GetAutomatedDiscoveryConfiguration',
  'macie2:GetClassificationExportConfiguration',
  'macie2:GetFindingsPublicationConfiguration',
  'macie2:GetMacieSession',
  's3:GetObject',
  's3:ListAllMyBuckets',
  's3:PutObject',
  'macie2:GetRevealConfiguration',
  'macie2:ListOrganizationAdminAccounts',
  'securityhub:DescribeHub',
  'macie2:ListAutomatedDiscoveryAccounts',
  'sns:GetTopicAttributes',
  'sns:Publish',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
  'ssm:GetParametersByPath',
];
const WRITES = [
  'iam:CreateServiceLinkedRole',
  'macie2:EnableMacie',
  'macie2:PutClassificationExportConfiguration',
  'macie2:PutFindingsPublicationConfiguration',
  'macie2:UpdateAutomatedDiscoveryConfiguration',
  'macie2:UpdateMacieSession',
  'macie2:UpdateOrganizationConfiguration',
];
const COSTS = ['cloudwatch:GetMetricData', 'macie2:GetBucketStatistics'];
// A Slack webhook, a bus for alerts, and Security Hub. A policy in S3 is read as the latest report is.
const OPTIONS = ['ssm:GetParameter', 'events:DescribeEventBus', 'events:PutEvents', 'securityhub:BatchImportFindings'];

describe('what the function may do', () => {
  test('in report mode: read, and tell', () => {
    expect([...allowedActions(report.template)].toSorted()).toEqual(READS.toSorted());
  });

  test('in enforce mode: also count what is switched on, enable and update, and never disable', () => {
    expect([...allowedActions(enforce.template)].toSorted()).toEqual(
      [...READS, ...WRITES, ...COSTS, ...OPTIONS].toSorted(),
    );
  });

  test('no wildcard in an action, and only Macie, the history of CloudTrail and counts have no resource', () => {
    for (const { Action, Resource, Sid, Effect } of functionStatements(enforce.template)) {
      expect(Effect).toBe('Allow');
      expect(JSON.stringify(Action)).not.toContain('*');
      expect([Sid, JSON.stringify(Resource).includes('"*"')]).toEqual([
        Sid,
        ['EstimateCosts', 'ListBuckets', 'LookUpCallers', 'ReadMacieSessions', 'RepairMacieSessions'].includes(Sid),
      ]);
    }
  });

  test('the service-linked role is that of Macie alone', () => {
    const statement = functionStatements(enforce.template).find(
      ({ Action }) => Action === 'iam:CreateServiceLinkedRole',
    );
    expect(statement).toMatchObject({
      Condition: { StringLike: { 'iam:AWSServiceName': ['macie.amazonaws.com', 'macie.*.amazonaws.com'] } },
    });
    expect(JSON.stringify(statement?.Resource)).toContain('AWSServiceRoleForAmazonMacie');
  });

  const resourcesOf = (template: Compiled['template'], action: string): readonly string[] =>
    functionStatements(template)
      .filter(({ Action }) => Action === action)
      .map(({ Resource }) => JSON.stringify(Resource));

  test('a policy in SSM adds one permission, on its parameter', async () => {
    const { template } = await compiledTemplate({ policySource: 'ssm:/macie-warden/policy' });
    expect([...allowedActions(template)].filter((action) => !READS.includes(action))).toEqual(['ssm:GetParameter']);
    expect(resourcesOf(template, 'ssm:GetParameter')).toEqual([
      expect.stringContaining(':parameter/macie-warden/policy"'),
    ]);
  });

  test('a policy in S3 adds one permission, on its object, and a Slack webhook one, on its parameter', () => {
    expect(resourcesOf(enforce.template, 's3:GetObject')).toEqual(
      expect.arrayContaining([expect.stringContaining(':s3:::policies/policy.yml"')]),
    );
    expect(resourcesOf(enforce.template, 'ssm:GetParameter')).toEqual([
      expect.stringContaining(':parameter/macie-warden/slack"'),
    ]);
  });
});

describe('the resources', () => {
  test('the table is encrypted, can be restored, and forgets', () => {
    expect(one(report, 'AWS::DynamoDB::Table')).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });

  test('the dashboard is JSON, and shows metrics that the function gives', () => {
    const { DashboardBody } = one(report, 'AWS::CloudWatch::Dashboard');
    const body: { widgets: { properties: { metrics: string[][] } }[] } = JSON.parse(Object(DashboardBody)['Fn::Sub']);
    const source =
      readFileSync(join(import.meta.dirname, '../../lib/app/wiring/metrics.ts'), 'utf8') +
      readFileSync(join(import.meta.dirname, '../../lib/app/wiring/check-deps.ts'), 'utf8');
    for (const { properties } of body.widgets)
      for (const [, name] of properties.metrics) expect(source).toContain(`'${name}'`);
  });

  test('metrics are those of this stage: of two in one account neither rings for the other', () => {
    for (const { Properties } of ofType(report, 'AWS::Lambda::Function'))
      expect(Properties['Environment']).toMatchObject({ Variables: { POWERTOOLS_SERVICE_NAME: 'macie-warden-prod' } });
    const own = ofType(report, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties: { Namespace } }) => Namespace === 'MacieWarden',
    );
    expect(own.length).toBeGreaterThan(3);
    for (const { Properties } of own)
      expect(Properties['Dimensions']).toEqual([{ Name: 'service', Value: 'macie-warden-prod' }]);
    const { DashboardBody } = one(report, 'AWS::CloudWatch::Dashboard');
    const body: { widgets: { properties: { metrics: unknown[][] } }[] } = JSON.parse(Object(DashboardBody)['Fn::Sub']);
    for (const metric of body.widgets.flatMap(({ properties }) => properties.metrics))
      expect(metric.slice(2, 4)).toEqual(['service', 'macie-warden-prod']);
  });

  test('the digest has a schedule of its own, where it was asked for', () => {
    expect(report.template.Resources['DigestSchedule']).toBeUndefined();
    expect(enforce.template.Resources['DigestSchedule']?.Properties).toMatchObject({
      ScheduleExpression: 'cron(0 8 ? * MON *)',
      Target: { Input: '{"digest":true}' },
    });
  });

  test('the functions run on Node.js 24 and arm64, and know their topic, their policy and their ceiling', () => {
    for (const [stack, REMEDIATION, POLICY_SOURCE] of [
      [report, 'report', 'policy.yml'],
      [enforce, 'enforce', 's3://policies/policy.yml'],
    ] as const) {
      const functions = ofType(stack, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
      expect(functions.map(({ Handler }) => Handler)).toEqual(['handlers/check.handler', 'handlers/change.handler']);
      for (const one_ of functions)
        expect(one_).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          Role: { 'Fn::GetAtt': ['CheckRole', 'Arn'] },
          Environment: {
            Variables: { POLICY_SOURCE, TOPIC_ARN: { Ref: 'Topic' }, REMEDIATION },
          },
        });
    }
  });

  test('the schedule retries, and what does not start is kept', () => {
    const schedule = ({ template }: Compiled) => template.Resources['Schedule']?.Properties;
    expect(schedule(report)).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Target: {
        RetryPolicy: { MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } },
      },
    });
    expect(schedule(enforce)).toMatchObject({ ScheduleExpression: 'rate(15 minutes)' });
    expect(one(report, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } } },
    });
    for (const { Properties } of ofType(report, 'AWS::SQS::Queue'))
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true });
  });

  test('the topic is encrypted with a key of our own, which rotates and lets alarms publish', () => {
    expect(one(report, 'AWS::SNS::Topic')).toMatchObject({ KmsMasterKeyId: { Ref: 'TopicKey' } });
    const key = one(report, 'AWS::KMS::Key');
    expect(key).toMatchObject({ EnableKeyRotation: true });
    expect(JSON.stringify(key['KeyPolicy'])).toContain('cloudwatch.amazonaws.com');
  });

  test('the log is kept as long as was asked for', () => {
    const days = (stack: Compiled) =>
      ofType(stack, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties['RetentionInDays']);
    expect([days(report), days(enforce)]).toEqual([
      [90, 90],
      [30, 30],
    ]);
  });

  test('alarms ring to the topic: errors, a missed run, a day of unknowns, dead letters', () => {
    const alarms = ofType(report, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    expect(
      alarms.map(({ MetricName, TreatMissingData, Threshold }) => [MetricName, TreatMissingData, Threshold]),
    ).toEqual(
      expect.arrayContaining([
        ['Errors', 'notBreaching', 0],
        ['Invocations', 'breaching', 1],
        ['Unknown', 'ignore', 0],
        ['Coverage', 'ignore', 100],
        ['PendingAlerts', 'notBreaching', 0],
        ['DeliveryFailures', 'notBreaching', 0],
        ['StateUnavailable', 'notBreaching', 0],
        ['LeaseWaitTimeouts', 'notBreaching', 0],
        ['Unsubscribed', 'notBreaching', 0],
        ['AudienceUnknown', 'notBreaching', 0],
        ['ArchiveFailed', 'notBreaching', 0],
        ['ApproximateNumberOfMessagesVisible', 'notBreaching', 0],
        ['ApproximateNumberOfMessagesVisible', 'notBreaching', 1000],
        ['ApproximateAgeOfOldestMessage', 'notBreaching', 1200],
      ]),
    );
    for (const alarm of alarms)
      expect(alarm).toMatchObject({
        AlarmActions: [{ Ref: 'Topic' }],
        AlarmDescription: expect.stringContaining('docs/deploying.md'),
      });
  });

  test('the alarm on missed runs looks twice as far back as the schedule is apart', () => {
    const window = (stack: Compiled): number => {
      const { Period, EvaluationPeriods } =
        ofType(stack, 'AWS::CloudWatch::Alarm').find(({ Properties }) => Properties['MetricName'] === 'Invocations')
          ?.Properties ?? {};
      return Number(Period) * Number(EvaluationPeriods);
    };
    expect([window(report), window(enforce)]).toEqual([2 * 3600, 2 * 900]);
  });

  test('email and Slack are there when their parameters are given', () => {
    expect(one(enforce, 'AWS::SNS::Subscription')).toMatchObject({ Protocol: 'email', Endpoint: 'sec@example.com' });
    expect(one(enforce, 'AWS::Chatbot::SlackChannelConfiguration')).toMatchObject({
      SlackWorkspaceId: 'T0ABC1DEF',
      SlackChannelId: 'C0ABC1DEF',
    });
    // AWS validates ids before it looks at conditions: without ids there is no resource.
    expect(Object.keys(report.template.Resources).filter((name) => name.startsWith('SlackChannel'))).toEqual([]);
    expect(ofType(report, 'AWS::SNS::Subscription')).toEqual([]);
  });

  test('the outputs say where everything is', () => {
    expect(Object.keys(report.template.Outputs)).toEqual(
      expect.arrayContaining([
        'TopicArn',
        'FunctionName',
        'DeadLetterQueueUrl',
        'ScheduleName',
        'LogGroupName',
        'StateTableName',
        'ChangeQueueUrl',
        'ChangeDeadLetterQueueUrl',
        'HubBusArn',
        'ReportBucketName',
      ]),
    );
  });
});

test('parameters that make no sense are told, all of them, before anything is packaged', async () => {
  const params = [
    'remediation=force',
    'remedation=enforce',
    'schedule=cron(0 8 * * * *)',
    'forwardingRegions=eu-wset-1',
  ];
  const args = ['package', ...params.flatMap((param) => ['--param', param])];
  const failure: unknown = await serverless(args).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1 });
  const told = JSON.stringify(failure).replaceAll(String.raw`\"`, '"');
  for (const sentence of [
    '--param remediation: expected report or enforce, found "force"',
    '--param remedation: there is no such parameter',
    '--param schedule: expected ? as either day-of-month or day-of-week',
    '--param forwardingRegions: expected Regions of AWS, found "eu-wset-1". Did you mean eu-west-1?',
  ])
    expect(told).toContain(sentence);
});
