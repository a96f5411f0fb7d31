import type { Resource, Template } from './template.ts';

/** Values that AWS's schemas take, by type and property. */
const ENUMS: Readonly<Record<string, readonly unknown[]>> = {
  'AWS::CloudWatch::Alarm ComparisonOperator': ['GreaterThanThreshold', 'LessThanThreshold'],
  'AWS::CloudWatch::Alarm Statistic': ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'],
  'AWS::CloudWatch::Alarm TreatMissingData': ['breaching', 'ignore', 'missing', 'notBreaching'],
  'AWS::DynamoDB::Table BillingMode': ['PAY_PER_REQUEST', 'PROVISIONED'],
  'AWS::Events::Rule State': ['ENABLED', 'DISABLED'],
  'AWS::Lambda::Function Runtime': ['nodejs24.x'],
  'AWS::Logs::LogGroup RetentionInDays': [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ],
  'AWS::SNS::Subscription Protocol': ['email'],
  'AWS::Scheduler::Schedule State': ['ENABLED', 'DISABLED'],
};

/** Properties without which AWS refuses a resource. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['ComparisonOperator', 'EvaluationPeriods'],
  'AWS::Chatbot::SlackChannelConfiguration': ['ConfigurationName', 'IamRoleArn', 'SlackChannelId', 'SlackWorkspaceId'],
  'AWS::Events::EventBusPolicy': ['StatementId'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::IAM::RolePolicy': ['PolicyName', 'RoleName'],
  'AWS::KMS::Alias': ['AliasName', 'TargetKeyId'],
  'AWS::Lambda::EventSourceMapping': ['FunctionName'],
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'TopicArn'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument', 'Topics'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument', 'Queues'],
  'AWS::StepFunctions::StateMachine': ['RoleArn'],
  'AWS::Scheduler::Schedule': ['FlexibleTimeWindow', 'ScheduleExpression', 'Target'],
};

/** The longest texts that AWS takes. */
const LENGTHS: Readonly<Record<string, number>> = {
  'AWS::CloudWatch::Alarm AlarmDescription': 1024,
  'AWS::CloudWatch::Alarm AlarmName': 255,
  'AWS::Events::EventBusPolicy StatementId': 64,
  'AWS::Events::Rule Description': 512,
  'AWS::Events::Rule Name': 64,
  'AWS::IAM::Role Description': 1000,
  'AWS::KMS::Key Description': 8192,
  'AWS::Lambda::Function Description': 256,
  'AWS::Lambda::Function FunctionName': 64,
  'AWS::SNS::Topic DisplayName': 100,
  'AWS::SQS::Queue QueueName': 80,
  'AWS::Scheduler::Schedule Description': 512,
  'AWS::Scheduler::Schedule Name': 64,
  'AWS::StepFunctions::StateMachine StateMachineName': 80,
};

/** What AWS would refuse in a template, one sentence each. AWS checks a resource even where its condition leaves it out. */
export function templateProblems(template: Template): readonly string[] {
  const { Resources } = template;
  return [
    ...Object.entries(Resources).flatMap(([name, resource]) =>
      [
        ...emptyTexts(resource.Properties).map((path) => `${path} is empty`),
        ...missing(resource),
        ...badValues(resource),
        ...encryptionProblems(resource),
      ].map((problem) => `${name}: ${problem}`),
    ),
    ...referencesOf(template)
      .filter((name) => Resources[name] === undefined && !name.startsWith('AWS::'))
      .map((name) => `${name} is referred to, and not there`),
    ...Object.values(Resources).flatMap(({ Condition }) =>
      Condition === undefined ? [] : `a condition: ${Condition}`,
    ),
    ...(Object.keys(Resources).length > 500 ? ['more than 500 resources'] : []),
    ...(JSON.stringify(template).length > 1_000_000 ? ['more than 1 MB'] : []),
  ];
}

/** The environment of a function may hold empty texts, and so may the separator of a join and a parameter of a StackSet. */
function emptyTexts(value: unknown, path = 'Properties'): readonly string[] {
  if (/\.(?:Environment|Fn::Join\.0|ParameterValue)$/.test(path)) return [];
  if (value === '' || value === null || value === undefined) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyTexts(inner, `${path}.${key}`));
}

function missing({ Type, Properties }: Resource): readonly string[] {
  return (REQUIRED[Type] ?? []).filter((key) => !(key in Properties)).map((key) => `${key} is missing`);
}

function badValues({ Type, Properties }: Resource): readonly string[] {
  return Object.entries(Properties ?? {}).flatMap(([key, value]) => {
    const values = ENUMS[`${Type} ${key}`];
    const length = LENGTHS[`${Type} ${key}`];
    return [
      ...(values !== undefined && !values.includes(value) ? [`${key} is ${JSON.stringify(value)}`] : []),
      ...(length !== undefined && typeof value === 'string' && value.length > length ? [`${key} is too long`] : []),
    ];
  });
}

function encryptionProblems({ Type, Properties }: Resource): readonly string[] {
  return Type === 'AWS::SQS::Queue' && 'SqsManagedSseEnabled' in Properties === 'KmsMasterKeyId' in Properties
    ? ['a queue has one kind of encryption']
    : [];
}

/** The logical ids that a template refers to: Ref, Fn::GetAtt, Fn::Sub and DependsOn. */
function referencesOf(template: Template): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'Ref') found.push(String(inner));
      else if (key === 'Fn::GetAtt') found.push(String([inner].flat()[0]).split('.')[0] ?? '');
      else if (key === 'DependsOn') found.push(...[inner].flat().map(String));
      else if (key === 'Fn::Sub')
        found.push(...[...String(inner).matchAll(/\$\{(?!!)([\w:]+)/g)].map(([, name]) => name ?? ''));
      walk(inner);
    }
  };
  walk(template.Resources);
  walk(template.Outputs);
  return found;
}
