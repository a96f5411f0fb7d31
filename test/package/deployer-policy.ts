import type { Resource } from './template.ts';

/** The calls of CloudFormation that create, read, change and delete a resource, from the schemas of its types, and the ARN of a resource. */
interface Needs {
  readonly calls: string;
  readonly arn: (name: string) => string;
}

const ACCOUNT = '111122223333';
const regional = (service: string, prefix: string) => (name: string) =>
  `arn:aws:${service}:us-east-1:${ACCOUNT}:${prefix}${name}`;
const global = (service: string, prefix: string) => (name: string) => `arn:aws:${service}::${ACCOUNT}:${prefix}${name}`;
const bucket = (name: string) => `arn:aws:s3:::${name.toLowerCase()}`;
const ROLE_POLICY = 'PutRolePolicy GetRolePolicy DeleteRolePolicy';

/** By resource type: the calls, separated by spaces, and the ARN. https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html */
const NEEDS: Readonly<Record<string, Needs>> = {
  'AWS::Chatbot::SlackChannelConfiguration': {
    calls: 'CreateSlackChannelConfiguration DescribeSlackChannelConfigurations DeleteSlackChannelConfiguration',
    arn: global('chatbot', 'chat-configuration/slack-channel/'),
  },
  'AWS::CloudFormation::StackSet': {
    calls: 'CreateStackSet DescribeStackSet UpdateStackSet DeleteStackSet CreateStackInstances DeleteStackInstances',
    arn: regional('cloudformation', 'stackset/'),
  },
  'AWS::CloudWatch::Alarm': {
    calls: 'PutMetricAlarm DescribeAlarms DeleteAlarms TagResource',
    arn: regional('cloudwatch', 'alarm:'),
  },
  'AWS::CloudWatch::Dashboard': {
    calls: 'PutDashboard GetDashboard DeleteDashboards',
    arn: global('cloudwatch', 'dashboard/'),
  },
  'AWS::DynamoDB::Table': {
    calls: 'CreateTable DescribeTable UpdateTable UpdateTimeToLive UpdateContinuousBackups TagResource DeleteTable',
    arn: regional('dynamodb', 'table/'),
  },
  'AWS::Events::EventBusPolicy': {
    calls: 'PutPermission RemovePermission',
    arn: () => regional('events', 'event-bus/')('default'),
  },
  'AWS::Events::Rule': {
    calls: 'PutRule DescribeRule DeleteRule PutTargets RemoveTargets ListTargetsByRule TagResource',
    arn: regional('events', 'rule/'),
  },
  'AWS::IAM::Role': {
    calls: `CreateRole GetRole UpdateRole UpdateAssumeRolePolicy PutRolePermissionsBoundary PassRole ${ROLE_POLICY} TagRole DeleteRole`,
    arn: global('iam', 'role/'),
  },
  'AWS::IAM::RolePolicy': { calls: ROLE_POLICY, arn: global('iam', 'role/') },
  'AWS::KMS::Alias': { calls: 'CreateAlias UpdateAlias DeleteAlias', arn: regional('kms', '') },
  'AWS::KMS::Key': {
    calls: 'CreateKey DescribeKey EnableKeyRotation GetKeyRotationStatus PutKeyPolicy TagResource ScheduleKeyDeletion',
    arn: regional('kms', 'key/'),
  },
  'AWS::Lambda::EventInvokeConfig': {
    calls: 'PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig',
    arn: regional('lambda', 'function:'),
  },
  'AWS::Lambda::EventSourceMapping': {
    calls: 'CreateEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping',
    arn: regional('lambda', 'event-source-mapping:'),
  },
  'AWS::Lambda::Function': {
    calls: 'CreateFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration TagResource DeleteFunction',
    arn: regional('lambda', 'function:'),
  },
  'AWS::Logs::LogGroup': {
    calls: 'CreateLogGroup PutRetentionPolicy AssociateKmsKey DescribeLogGroups TagResource DeleteLogGroup',
    arn: regional('logs', 'log-group:'),
  },
  'AWS::S3::Bucket': {
    calls:
      'CreateBucket PutEncryptionConfiguration PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning PutBucketOwnershipControls PutLifecycleConfiguration PutBucketObjectLockConfiguration ListBucket DeleteBucket',
    arn: bucket,
  },
  'AWS::S3::BucketPolicy': { calls: 'PutBucketPolicy GetBucketPolicy DeleteBucketPolicy', arn: bucket },
  'AWS::SNS::Subscription': {
    calls: 'Subscribe Unsubscribe GetSubscriptionAttributes ListSubscriptionsByTopic',
    arn: regional('sns', ''),
  },
  'AWS::SNS::Topic': {
    calls: 'CreateTopic GetTopicAttributes SetTopicAttributes TagResource DeleteTopic',
    arn: regional('sns', ''),
  },
  'AWS::SNS::TopicPolicy': { calls: 'SetTopicAttributes', arn: regional('sns', '') },
  'AWS::SQS::Queue': {
    calls: 'CreateQueue GetQueueAttributes SetQueueAttributes TagQueue DeleteQueue',
    arn: regional('sqs', ''),
  },
  'AWS::SQS::QueuePolicy': { calls: 'SetQueueAttributes', arn: regional('sqs', '') },
  'AWS::StepFunctions::StateMachine': {
    calls: 'CreateStateMachine DescribeStateMachine UpdateStateMachine DeleteStateMachine TagResource',
    arn: regional('states', 'stateMachine:'),
  },
  'AWS::Scheduler::Schedule': {
    calls: 'CreateSchedule GetSchedule UpdateSchedule DeleteSchedule',
    arn: regional('scheduler', 'schedule/default/'),
  },
};

const NAMES = [
  'TableName',
  'AlarmName',
  'FunctionName',
  'LogGroupName',
  'DashboardName',
  'RoleName',
  'QueueName',
  'AliasName',
  'StackSetName',
  'StateMachineName',
  'Name',
];

/** The calls that a deployer makes for a resource: each an action and the ARN of the resource. Throws for a type that has no entry. */
export function deploymentCalls(
  logicalId: string,
  { Type, Properties }: Resource,
): readonly (readonly [string, string])[] {
  const needs = NEEDS[Type];
  if (needs === undefined) throw new Error(`deployer-policy.ts has no entry for ${Type}`);
  const given = NAMES.map((name) => Properties?.[name]).find((value) => value !== undefined);
  // Without a name CloudFormation makes one of the stack, the logical id and random letters.
  const name = typeof given === 'string' ? given : `macie-warden-prod-${logicalId}-1A2B3C`;
  const [, , service] = needs.arn(name).split(':');
  return needs.calls.split(' ').map((call) => [`${service}:${call}`, needs.arn(name)] as const);
}

interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Whether a statement allows a call, whatever its condition. */
export function isAllowed([action, arn]: readonly [string, string], statements: readonly PolicyStatement[]): boolean {
  return statements.some(
    ({ Action, Resource }) =>
      [Action].flat().some((pattern) => isMatch(action, pattern)) &&
      [Resource].flat().some((pattern) => isMatch(arn, pattern)),
  );
}

function isMatch(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
