import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { LEASE_MS } from '../../lib/app/run/lock.ts';
import { MACIE_CALLS } from '../../lib/cloudtrail/records.ts';
import { SETTINGS } from '../../lib/core/settings/index.ts';
import { matchesPattern, type Pattern } from '../../sandbox/stack/pattern.ts';
import { callEvent } from '../app/events.ts';
import { compiledTemplate, type Compiled } from './compile-template.ts';
import { EVERYTHING } from './package-stack.ts';
import type { Resource, Stack } from './template.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
const forwarder: Pick<Stack['template'], 'Resources'> = parse(readFileSync(join(RESOURCES, 'forwarder.yml'), 'utf8'), {
  customTags: ['!Ref', '!Not', '!Equals', '!Select', '!Split', '!GetAtt', '!Join', '!If'].flatMap((tag) => [
    { tag, resolve: (value: string) => ({ [tag]: value }) },
    { tag, collection: 'seq' as const },
  ]),
});

let stack: Compiled;
beforeAll(async () => {
  stack = await compiledTemplate(EVERYTHING);
});

const found = (name: string): Resource => stack.template.Resources[name] ?? { Type: 'none', Properties: {} };
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const patternOf = ({ Properties }: Resource): Pattern => Object(Properties['EventPattern']);

describe('the rule', () => {
  const accepts = (event: object): boolean => matchesPattern(event, patternOf(found('ChangeRule')));
  const optIn = (status: string): object => ({
    source: 'aws.account',
    'detail-type': 'Region Opt-In Status Change',
    account: '111122223333',
    region: 'us-east-1',
    detail: { accountId: '111122223333', regionName: 'af-south-1', status },
  });

  test.each(MACIE_CALLS)('takes %s', (call) => {
    const service = call === 'MacieMemberUpdated' ? { 'detail-type': 'AWS Service Event via CloudTrail' } : {};
    expect(accepts(callEvent({ call, envelope: service }))).toBe(true);
  });

  test.each(['ENABLED', 'DISABLED'])('takes a Region that is now %s', (status) => {
    expect(accepts(optIn(status))).toBe(true);
  });

  test.each<[string, object]>([
    ['a call that failed', callEvent({ detail: { errorCode: 'AccessDeniedException' } })],
    ['a call that reads', callEvent({ call: 'GetMacieSession' })],
    ['a call that is not of sessions', callEvent({ call: 'CreateClassificationJob' })],
    ['a call of another service', callEvent({ detail: { eventSource: 's3.amazonaws.com' } })],
    ['a finding', callEvent({ envelope: { source: 'aws.macie', 'detail-type': 'Macie Finding' } })],
    ['what an application says', callEvent({ envelope: { source: 'my.app' } })],
    [
      'a call of the console that signs in',
      callEvent({ envelope: { 'detail-type': 'AWS Console Sign In via CloudTrail' } }),
    ],
    ['a Region that is being enabled', optIn('ENABLING')],
    ['another event of the account', { ...optIn('ENABLED'), 'detail-type': 'Something Else' }],
  ])('leaves %s', (_, event) => {
    expect(accepts(event)).toBe(false);
  });

  test('hands over to the queue, and to the dead-letter queue what does not get there', () => {
    expect(found('ChangeRule')).toMatchObject({
      Type: 'AWS::Events::Rule',
      Properties: {
        State: 'ENABLED',
        Targets: [{ Arn: arn('ChangeQueue'), DeadLetterConfig: { Arn: arn('ChangeDeadLetterQueue') } }],
      },
    });
  });

  test('takes no other call', () => {
    const { detail } = patternOf(found('ChangeRule'));
    const [calls]: readonly { readonly eventName: readonly string[] }[] = Object(detail)['$or'];
    expect(new Set(calls?.eventName)).toEqual(new Set(MACIE_CALLS));
  });

  test('takes every call that sets a setting', () => {
    expect(SETTINGS.flatMap(({ attributedTo }) => Object.keys(attributedTo))).toEqual(
      expect.arrayContaining(['PutFindingsPublicationConfiguration', 'UpdateRevealConfiguration']),
    );
    for (const name of SETTINGS.flatMap(({ attributedTo }) => Object.keys(attributedTo)))
      expect([name, accepts(callEvent({ call: name }))]).toEqual([name, true]);
  });

  test('is the same in the Regions that forward', () => {
    const rule = forwarder.Resources['ForwardRule'];
    expect(rule && patternOf(rule)).toEqual(patternOf(found('ChangeRule')));
    expect(parse(readFileSync(join(RESOURCES, 'change-pattern.yml'), 'utf8'))).toEqual(patternOf(found('ChangeRule')));
  });
});

describe('the queue', () => {
  test('keeps what fails five times, and hides a batch for six times as long as the function may take', () => {
    const { Properties } = found('ChangeLambdaFunction');
    expect(found('ChangeQueue').Properties).toMatchObject({
      VisibilityTimeout: 6 * Number(Properties['Timeout']),
      RedrivePolicy: { deadLetterTargetArn: arn('ChangeDeadLetterQueue'), maxReceiveCount: 5 },
    });
    expect(found('ChangeDeadLetterQueue').Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
  });

  test('brings a batch back when the account cannot be taken any more by a run that was ended', () => {
    const { VisibilityTimeout } = found('ChangeQueue').Properties;
    const timeoutMs = 1000 * Number(found('ChangeLambdaFunction').Properties['Timeout']);
    // A run may renew its lease right before Lambda stops it.
    expect(1000 * Number(VisibilityTimeout)).toBeGreaterThan(timeoutMs + LEASE_MS);
  });

  test('starts the function in batches, of which a part can be returned, and five at a time', () => {
    expect(found('ChangeSource')).toMatchObject({
      Type: 'AWS::Lambda::EventSourceMapping',
      DependsOn: ['CheckAccess'],
      Properties: {
        EventSourceArn: arn('ChangeQueue'),
        FunctionName: { Ref: 'ChangeLambdaFunction' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      },
    });
  });

  test.each(['ChangeQueue', 'ChangeDeadLetterQueue'])(
    '%s takes messages from the rule alone, over TLS alone',
    (name) => {
      const { PolicyDocument } = found(`${name}Policy`).Properties as { PolicyDocument: { Statement: object[] } };
      expect(PolicyDocument.Statement).toEqual([
        {
          Sid: 'OnlyTheRuleSends',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn(name),
          Condition: { ArnEquals: { 'aws:SourceArn': arn('ChangeRule') } },
        },
        expect.objectContaining({ Sid: 'OnlyOverTls', Effect: 'Deny' }),
      ]);
    },
  );

  test.each([
    ['ChangeAgeAlarm', 'ApproximateAgeOfOldestMessage', 'ChangeQueue'],
    ['ChangeDepthAlarm', 'ApproximateNumberOfMessagesVisible', 'ChangeQueue'],
    ['ChangeDeadLetterAlarm', 'ApproximateNumberOfMessagesVisible', 'ChangeDeadLetterQueue'],
  ])('%s watches %s of %s', (name, MetricName, queue) => {
    expect(found(name)).toMatchObject({
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        MetricName,
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
        AlarmActions: [{ Ref: 'Topic' }],
      },
    });
  });
});

describe('forwarding', () => {
  test('is a StackSet of the very template, in the other Regions', () => {
    const { Properties } = found('Forwarding');
    expect(Properties).toMatchObject({
      PermissionModel: 'SELF_MANAGED',
      AdministrationRoleARN: arn('ForwardingAdministrationRole'),
      ExecutionRoleName: { Ref: 'ForwardingExecutionRole' },
      TemplateBody: readFileSync(join(RESOURCES, 'forwarder.yml'), 'utf8'),
    });
    const [{ Regions }] = Properties['StackInstancesGroup'] as [{ Regions: string[] }];
    expect(Regions).toContain('eu-west-1');
    expect(Regions).not.toContain('us-east-1');
  });

  test('stays in the other Regions if it fails in one', () => {
    expect(found('Forwarding').Properties).toMatchObject({
      OperationPreferences: { RegionConcurrencyType: 'PARALLEL', FailureTolerancePercentage: 100 },
    });
  });

  test('is not there unless it was asked for', async () => {
    const { template } = await compiledTemplate({});
    expect(Object.keys(template.Resources).filter((name) => name.startsWith('Forward'))).toEqual([]);
  });

  test('may put events on the bus of the hub, and nothing else', () => {
    const { Policies } = Object(forwarder.Resources['ForwardRole']?.Properties);
    expect(Policies.map(({ PolicyDocument }: { PolicyDocument: object }) => PolicyDocument)).toMatchObject([
      {
        Statement: [
          { Sid: 'ForwardToTheHub', Effect: 'Allow', Action: 'events:PutEvents', Resource: { '!Ref': 'HubBusArn' } },
        ],
      },
    ]);
    expect(Object.values(forwarder.Resources).map(({ Type }) => Type)).toEqual([
      'AWS::CloudFormation::WaitConditionHandle',
      'AWS::Events::Rule',
      'AWS::IAM::Role',
    ]);
  });

  interface Role {
    readonly RoleName?: unknown;
    readonly AssumeRolePolicyDocument: { readonly Statement: readonly { readonly Principal: object }[] };
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  }
  interface Statement {
    readonly Sid: string;
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
    readonly Condition?: object;
  }
  const role = (name: string) => found(name).Properties as unknown as Role;
  const statements = (name: string): readonly Statement[] =>
    role(name).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

  test('what deploys it may make its own stacks, rule and roles, and no others', () => {
    const all = statements('ForwardingExecutionRole');
    const wide = all.filter(({ Resource }) => Resource === '*');
    expect(wide.flatMap(({ Action }) => Action)).toEqual([
      'cloudformation:GetTemplateSummary',
      'cloudformation:ValidateTemplate',
    ]);
    for (const { Resource, Sid } of all.filter((one) => !wide.includes(one)))
      expect([Sid, JSON.stringify(Resource)]).toEqual([Sid, expect.stringContaining('macie-warden-prod-forward')]);
    expect(all.find(({ Action }) => Action === 'iam:PassRole')?.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' },
    });
  });

  // What the schemas of AWS::IAM::Role and AWS::Events::Rule list for deleting, in the registry of CloudFormation.
  test.each([
    'iam:DeleteRole',
    'iam:DeleteRolePolicy',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'iam:ListRolePolicies',
    'events:DeleteRule',
    'events:DescribeRule',
    'events:ListTargetsByRule',
    'events:RemoveTargets',
  ])('what deploys it may take it away again: %s', (action) => {
    expect(statements('ForwardingExecutionRole').flatMap(({ Action }) => Action)).toContain(action);
  });

  test('the two roles are each other’s, and of nobody else', () => {
    const name = { 'Fn::Sub': 'macie-warden-prod-forwarding-${AWS::Region}' };
    expect(role('ForwardingExecutionRole').RoleName).toEqual(name);
    expect(role('ForwardingExecutionRole').AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Principal: { AWS: arn('ForwardingAdministrationRole') }, Action: 'sts:AssumeRole' },
    ]);
    expect(role('ForwardingAdministrationRole').AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({ Principal: { Service: ['cloudformation.amazonaws.com'] } }),
    ]);
    expect(statements('ForwardingAdministrationRole')).toEqual([
      {
        Sid: 'TakeOnTheExecutionRole',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name['Fn::Sub']}` },
      },
    ]);
  });
});
