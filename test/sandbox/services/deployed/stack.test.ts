import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand, GetEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetBucketEncryptionCommand, GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';

const OWN = '111122223333';
const MACHINE = `arn:aws:states:us-east-1:${OWN}:stateMachine:macie-warden-prod-organization`;
const TRAILS = `[{ account: "${OWN}", region: eu-west-1, name: one, multiRegion: false, records: read }, { account: "${OWN}", region: us-east-1, name: all }]`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const reset = (stack = ''): void =>
  sandbox.reset(
    parseWorld(
      `stack: { account: "${OWN}", region: us-east-1, organization: true${stack} }\ntrails: ${TRAILS}`,
      'world',
    ),
  );
beforeEach(() => reset());

/** An SDK client as everybody makes it. */
const config = (region = 'us-east-1', accessKeyId = OWN) => ({
  endpoint: sandbox.url,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'x' },
});

test('each function, role, queue and bucket that CloudFormation lists is one that its service has', async () => {
  const client = new CloudFormationClient(config());
  const ids = new Map<string, string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client },
    { StackName: 'macie-warden-prod' },
  ))
    for (const { LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries)
      ids.set(LogicalResourceId, PhysicalResourceId);
  const named = (suffix: string) => [...ids].filter(([id]) => id.endsWith(suffix));
  const [roles, queues, functions] = [named('Role'), named('Queue'), named('LambdaFunction')];
  expect([roles.length, queues.length, functions.length]).toEqual([6, 3, 2]);
  for (const [, role] of roles) {
    const PolicySourceArn = `arn:aws:iam::${OWN}:role/${role}`;
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['a:B'], ResourceArns: ['*'] });
    const { EvaluationResults = [] } = await new IAMClient(config()).send(command);
    expect(EvaluationResults).toMatchObject([{ EvalActionName: 'a:B', EvalDecision: 'allowed' }]);
  }
  for (const [, QueueUrl] of queues) {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
    const { Attributes } = await new SQSClient(config()).send(command);
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
  }
  for (const [, FunctionName] of functions)
    expect(await new LambdaClient(config()).send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      Runtime: 'nodejs24.x',
      Environment: { Variables: { REPORT_BUCKET: ids.get('ReportArchive'), ARCHIVE_BUCKET: ids.get('Archive') } },
    });
  const described = await new SFNClient(config()).send(
    new DescribeStateMachineCommand({ stateMachineArn: ids.get('OrganizationMachine') }),
  );
  expect(described).toMatchObject({ status: 'ACTIVE', stateMachineArn: MACHINE });
});

test('the stack is in its account and Region alone', async () => {
  const command = new DescribeStacksCommand({ StackName: 'macie-warden-prod' });
  const statusAt = async (...place: Parameters<typeof config>) =>
    (await new CloudFormationClient(config(...place)).send(command)).Stacks?.[0]?.StackStatus;
  expect(await statusAt()).toBe('UPDATE_COMPLETE');
  await expect(statusAt('eu-west-1')).rejects.toThrow('does not exist');
  await expect(statusAt('us-east-1', '999900000001')).rejects.toThrow('does not exist');
});

test('the schedule starts the machine, the rules feed queue and bus, the queue feeds the function change', async () => {
  const { Target } = await new SchedulerClient(config()).send(
    new GetScheduleCommand({ Name: 'macie-warden-prod-check' }),
  );
  expect(Target?.Arn).toBe(MACHINE);
  const targetOf = async (Rule: string, region: string) => {
    const { Targets } = await new EventBridgeClient(config(region)).send(new ListTargetsByRuleCommand({ Rule }));
    return Targets?.[0]?.Arn;
  };
  const { EventSourceMappings } = await new LambdaClient(config()).send(
    new ListEventSourceMappingsCommand({ FunctionName: 'macie-warden-prod-change' }),
  );
  expect(EventSourceMappings).toMatchObject([{ State: 'Enabled', LastProcessingResult: 'No records processed' }]);
  expect(await targetOf('macie-warden-prod-changes', 'us-east-1')).toBe(EventSourceMappings?.[0]?.EventSourceArn);
  expect(await targetOf('macie-warden-prod-forwarder', 'eu-west-1')).toMatch(/us-east-1:.*event-bus\/default$/);
});

test('executions are listed newest first, with their times', async () => {
  reset(', executions: [{ status: RUNNING, minutesAgo: 1 }, { status: FAILED, minutesAgo: 61 }]');
  const command = new ListExecutionsCommand({ stateMachineArn: MACHINE, maxResults: 1 });
  const { executions: [last, ...others] = [] } = await new SFNClient(config()).send(command);
  expect({ status: last?.status, stopped: last?.stopDate, others }).toEqual({ status: 'RUNNING', others: [] });
  expect(Date.now() - Number(last?.startDate)).toBeGreaterThan(59_000);
});

test('buckets have their encryption and access', async () => {
  const s3 = new S3Client(config());
  const Bucket = 'macie-warden-prod-reportarchive';
  reset(', archive: { encryption: "aws:kms", private: false }');
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({
    SSEAlgorithm: 'aws:kms',
    KMSMasterKeyID: expect.stringContaining(':key/'),
  });
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: false });
  await expect(s3.send(new GetBucketEncryptionCommand({ Bucket: 'others' }))).rejects.toThrow('does not exist');
});

test('what is null in the world does not exist, each in the words of its service', async () => {
  reset(', schedule: null, rule: null, eventSource: null, machine: null, archive: null');
  const missing: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'ResourceNotFoundException',
      () => new SchedulerClient(config()).send(new GetScheduleCommand({ Name: 'macie-warden-prod-check' })),
    ],
    [
      'ResourceNotFoundException',
      () => new EventBridgeClient(config()).send(new DescribeRuleCommand({ Name: 'macie-warden-prod-changes' })),
    ],
    [
      'ResourceNotFoundException',
      () => new LambdaClient(config()).send(new GetFunctionConfigurationCommand({ FunctionName: 'other' })),
    ],
    [
      'StateMachineDoesNotExist',
      () => new SFNClient(config()).send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE })),
    ],
    [
      'NoSuchBucket',
      () => new S3Client(config()).send(new GetPublicAccessBlockCommand({ Bucket: 'macie-warden-prod-reportarchive' })),
    ],
    ['NotFoundException', () => new KMSClient(config()).send(new DescribeKeyCommand({ KeyId: 'other' }))],
    [
      'QueueDoesNotExist',
      () => new SQSClient(config()).send(new GetQueueAttributesCommand({ QueueUrl: `${sandbox.url}/${OWN}/other` })),
    ],
    [
      'NoSuchEntityException',
      () =>
        new IAMClient(config()).send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: `arn:aws:iam::${OWN}:role/other`,
            ActionNames: ['a:B'],
          }),
        ),
    ],
  ];
  for (const [name, call] of missing) await expect(call()).rejects.toMatchObject({ name });
});

test('the key names who may use it; a trail of one Region is seen there alone, with its selectors', async () => {
  const KeyId = `arn:aws:kms:us-east-1:${OWN}:key/11111111-2222-3333-4444-555555555555`;
  const kms = new KMSClient(config());
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: 'Enabled' });
  const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  expect(Policy).toContain('macie-warden-prod-CheckRole');
  const trailsIn = async (region: string) =>
    (await new CloudTrailClient(config(region)).send(new DescribeTrailsCommand({}))).trailList?.map(({ Name }) => Name);
  expect([await trailsIn('us-east-1'), await trailsIn('eu-west-1')]).toEqual([['all'], ['one', 'all']]);
  const { EventSelectors } = await new CloudTrailClient(config('eu-west-1')).send(
    new GetEventSelectorsCommand({ TrailName: 'one' }),
  );
  expect(EventSelectors).toMatchObject([{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }]);
});
