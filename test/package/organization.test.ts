import { beforeAll, describe, expect, test } from '@jest/globals';
import { compiledTemplate, type Compiled } from './compile-template.ts';
import { BOUND, ORGANIZATION, packageStack } from './package-stack.ts';
import { allowedActions, functionStatements, type Resource } from './template.ts';

let report: Compiled;
let enforce: Compiled;
let bound: Compiled;
beforeAll(async () => {
  report = await compiledTemplate({ organization: 'on' });
  enforce = await compiledTemplate(ORGANIZATION);
  bound = await compiledTemplate({ ...BOUND, organization: 'on' });
});

const found = ({ template }: Compiled, name: string): Resource =>
  template.Resources[name] ?? { Type: 'none', Properties: {} };
const propertiesOf = (stack: Compiled, name: string): Resource['Properties'] => found(stack, name).Properties;
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

const STEPS = ['Plan', 'Scan', 'Gate', 'Repair', 'Conclude'] as const;
type Step = (typeof STEPS)[number];

const READ_RUNS = ['logs:CreateLogStream', 'logs:PutLogEvents', 's3:GetObject', 's3:ListBucket'];
const RUNS = [...READ_RUNS, 's3:PutObject'];
const LIST_ACCOUNTS = [
  'organizations:DescribeOrganizationalUnit',
  'organizations:ListAccounts',
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListRoots',
];
const READ_MACIE = [
  'macie2:DescribeOrganizationConfiguration',
  'macie2:GetAdministratorAccount',
  'macie2:GetAutomatedDiscoveryConfiguration',
  'macie2:GetClassificationExportConfiguration',
  'macie2:GetFindingsPublicationConfiguration',
  'macie2:GetMacieSession',
  'macie2:GetRevealConfiguration',
  'securityhub:DescribeHub',
  'macie2:GetMember',
  'macie2:ListAutomatedDiscoveryAccounts',
  'macie2:ListMembers',
  'macie2:ListOrganizationAdminAccounts',
  's3:ListAllMyBuckets',
];
const REMEMBER = ['dynamodb:BatchWriteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
/** What each step may do in a stack that reports. */
const READS: Readonly<Record<Step, readonly string[]>> = {
  Plan: [...RUNS, ...LIST_ACCOUNTS, 'dynamodb:Query'],
  Scan: [
    ...RUNS,
    ...READ_MACIE,
    'account:ListRegions',
    'organizations:ListDelegatedAdministrators',
    'ssm:GetParametersByPath',
    'sts:AssumeRole',
  ],
  Gate: [...RUNS, 'dynamodb:Query'],
  Repair: [
    ...RUNS,
    ...READ_MACIE,
    ...REMEMBER,
    'cloudtrail:LookupEvents',
    'organizations:ListDelegatedAdministrators',
    'sts:AssumeRole',
  ],
  Conclude: [
    ...READ_RUNS,
    ...REMEMBER,
    'dynamodb:BatchGetItem',
    'cloudtrail:LookupEvents',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    's3:PutObject',
    'sns:GetTopicAttributes',
    'sns:Publish',
    'sts:AssumeRole',
  ],
};
const WRITES = [
  'iam:CreateServiceLinkedRole',
  'macie2:BatchUpdateAutomatedDiscoveryAccounts',
  'macie2:CreateMember',
  'macie2:DeleteMember',
  'macie2:EnableMacie',
  'macie2:PutClassificationExportConfiguration',
  'macie2:PutFindingsPublicationConfiguration',
  'macie2:UpdateAutomatedDiscoveryConfiguration',
  'macie2:UpdateMacieSession',
  'macie2:UpdateOrganizationConfiguration',
  'macie2:UpdateMemberSession',
];
const COSTS = ['cloudwatch:GetMetricData', 'macie2:GetBucketStatistics'];
const CHANNELS = ['events:DescribeEventBus', 'events:PutEvents', 'securityhub:BatchImportFindings'];
/** What a stack that repairs, with a policy in SSM and every channel, adds. */
const ADDED: Readonly<Record<Step, readonly string[]>> = {
  Plan: ['ssm:GetParameter'],
  Scan: COSTS,
  Gate: [],
  Repair: [...WRITES, ...COSTS],
  Conclude: ['ssm:GetParameter', ...CHANNELS],
};

const assumed = ({ template }: Compiled, role: string): readonly string[] =>
  functionStatements(template, role)
    .filter(({ Action }) => Action === 'sts:AssumeRole')
    .map(({ Resource: resource }) => String(Object(resource)['Fn::Sub']).replace(/.*:role\//, ''));

describe.each(STEPS)('the step %s', (step) => {
  const role = `Organization${step}Role`;

  test('may do what it does, by a role of its own', () => {
    expect([...allowedActions(report.template, role)].toSorted()).toEqual([...new Set(READS[step])].toSorted());
    expect([...allowedActions(enforce.template, role)].toSorted()).toEqual(
      [...new Set([...READS[step], ...ADDED[step]])].toSorted(),
    );
    expect(propertiesOf(report, `Organization${step}LambdaFunction`)).toMatchObject({
      FunctionName: `macie-warden-prod-organization-${step.toLowerCase()}`,
      Handler: `handlers/organization-${step.toLowerCase()}.handler`,
      Role: arn(role),
      Timeout: 900,
      Environment: { Variables: { ARCHIVE_BUCKET: { Ref: 'Archive' }, STATE_TABLE: { Ref: 'StateTable' } } },
    });
  });

  test('has no wildcard in an action, and all resources only where AWS has none', () => {
    for (const { Sid, Action, Resource: resource, Effect } of functionStatements(enforce.template, role)) {
      expect([Effect, JSON.stringify(Action).includes('*')]).toEqual(['Allow', false]);
      expect([Sid, resource === '*']).toEqual([Sid, WITHOUT_RESOURCE.has(Sid)]);
    }
  });

  test('reads and writes the objects of runs alone', () => {
    const objects = functionStatements(enforce.template, role)
      .filter(({ Action }) => JSON.stringify(Action).includes('Object'))
      .map(({ Resource: resource }) => Object(resource)['Fn::Sub']);
    const archived = ['${ReportArchive.Arn}/reports/*', '${ReportArchive.Arn}/reports/latest.*'];
    expect(objects).toEqual(['${Archive.Arn}/runs/*', ...(step === 'Conclude' ? archived : [])]);
  });
});

const WITHOUT_RESOURCE: ReadonlySet<string> = new Set([
  'EstimateCosts',
  'ListAccounts',
  'ListBuckets',
  'FindAdministrator',
  'LookUpCallers',
  'ReadMacieSessionsAndMembers',
  'RepairMacieSessions',
  'RepairMembers',
]);

test('the read role is assumed by those that read, the repair role by the repairs and change, in enforce mode alone', () => {
  const roles = ['CheckRole', ...STEPS.map((step) => `Organization${step}Role`)];
  expect(Object.fromEntries(roles.map((role) => [role, assumed(report, role)]))).toEqual({
    CheckRole: ['macie-warden-read'],
    OrganizationPlanRole: [],
    OrganizationScanRole: ['macie-warden-read'],
    OrganizationGateRole: [],
    OrganizationRepairRole: ['macie-warden-read'],
    OrganizationConcludeRole: ['macie-warden-read'],
  });
  expect(Object.fromEntries(roles.map((role) => [role, assumed(enforce, role)]))).toEqual({
    CheckRole: ['macie-warden-read', 'macie-warden-repair'],
    OrganizationPlanRole: [],
    OrganizationScanRole: ['macie-warden-read'],
    OrganizationGateRole: [],
    OrganizationRepairRole: ['macie-warden-read', 'macie-warden-repair'],
    OrganizationConcludeRole: ['macie-warden-read'],
  });
});

test('check and change list accounts and members; in enforce mode they repair members too', async () => {
  const plain = await compiledTemplate({});
  const added = (stack: Compiled): readonly string[] =>
    [...allowedActions(stack.template)].filter((action) => !allowedActions(plain.template).has(action)).toSorted();
  const reads = [
    'macie2:GetMember',
    'macie2:ListMembers',
    ...LIST_ACCOUNTS,
    'organizations:ListDelegatedAdministrators',
    'sts:AssumeRole',
  ];
  expect(added(report)).toEqual(reads.toSorted());
  expect(added(enforce)).toEqual([...reads, ...WRITES, ...COSTS, ...CHANNELS, 'ssm:GetParameter'].toSorted());
});

test('the dashboard shows the runs of the machine and its steps', () => {
  const { DashboardBody } = propertiesOf(report, 'Dashboard');
  const text = String(Object(DashboardBody)['Fn::Sub']);
  const body: { widgets: { properties: { title: string; metrics: string[][] } }[] } = JSON.parse(text);
  const own = body.widgets.filter(({ properties }) => properties.metrics.every(([space]) => space?.startsWith('AWS/')));
  expect(own.map(({ properties }) => properties.title)).toEqual([
    'Runs over the organization',
    'ms of a run over the organization',
    'Failed calls of the steps: a shard costs its accounts',
  ]);
  const meant = own.flatMap(({ properties }) => properties.metrics).flatMap(([, , , id]) => id ?? []);
  const ids = [...new Set(meant)].map((id) => id.replaceAll(/[${}]/g, ''));
  expect(ids).toEqual(['OrganizationMachine', ...STEPS.map((step) => `Organization${step}LambdaFunction`)]);
  for (const id of ids) expect(found(report, id).Type).toMatch(/Function$|StateMachine$/);
});

describe('the machine', () => {
  test('is the file, with the functions of the steps', () => {
    const machine = propertiesOf(report, 'OrganizationMachine');
    expect(machine).toMatchObject({
      StateMachineType: 'STANDARD',
      RoleArn: arn('OrganizationMachineRole'),
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: true },
    });
    const wanted = JSON.stringify(machine['Definition']).matchAll(/\$\{(\w+)\}/g);
    expect(machine['DefinitionSubstitutions']).toEqual({
      ...Object.fromEntries(STEPS.map((step) => [`${step}FunctionArn`, arn(`Organization${step}LambdaFunction`)])),
      MaxConcurrency: '10',
    });
    expect(new Set(Object.keys(Object(machine['DefinitionSubstitutions'])))).toEqual(
      new Set([...wanted].map(([, name]) => name)),
    );
  });

  test('may run its steps, its own shards and a redrive of them', () => {
    expect([...allowedActions(report.template, 'OrganizationMachineRole')]).toEqual(
      expect.arrayContaining([
        'lambda:InvokeFunction',
        's3:GetObject',
        'states:StartExecution',
        'states:DescribeExecution',
        'states:StopExecution',
        'states:RedriveExecution',
      ]),
    );
    const everywhere = functionStatements(report.template, 'OrganizationMachineRole').filter(
      ({ Resource: resource }) => resource === '*',
    );
    expect(everywhere.map(({ Sid }) => Sid)).toEqual(['WriteLogAndTraces']);
  });

  test('is started by the schedule in place of check; what does not start is kept', () => {
    expect(propertiesOf(report, 'Schedule')['Target']).toMatchObject({
      Arn: { Ref: 'OrganizationMachine' },
      RetryPolicy: { MaximumRetryAttempts: 10 },
      DeadLetterConfig: { Arn: arn('DeadLetterQueue') },
    });
    expect(functionStatements(report.template, 'ScheduleRole')).toMatchObject([
      { Action: 'states:StartExecution', Resource: { Ref: 'OrganizationMachine' } },
      { Action: 'sqs:SendMessage' },
    ]);
  });

  test('is started for the digest as well, and check for the pulse', () => {
    expect(propertiesOf(enforce, 'DigestSchedule')['Target']).toMatchObject({
      Arn: { Ref: 'OrganizationMachine' },
      Input: '{"digest":true}',
    });
    expect(propertiesOf(enforce, 'PulseSchedule')).toMatchObject({
      ScheduleExpression: 'rate(10 minutes)',
      Target: { Arn: arn('CheckLambdaFunction'), Input: '{"depth":"status"}' },
    });
    expect(functionStatements(enforce.template, 'ScheduleRole').map(({ Action }) => Action)).toEqual([
      'states:StartExecution',
      'sqs:SendMessage',
      'lambda:InvokeFunction',
    ]);
  });

  test('has alarms on failed, stopped and slow runs, and on shards', () => {
    const alarms = Object.values(report.template.Resources)
      .filter(({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties['Namespace'] === 'AWS/States')
      .map(({ Properties: { AlarmName, MetricName, Threshold, Dimensions } }) => [
        AlarmName,
        MetricName,
        Threshold,
        Object(Dimensions)[0].Value,
      ]);
    const machine = { Ref: 'OrganizationMachine' };
    const label = (name: string) => ({ 'Fn::Sub': `\${OrganizationMachine}/${name}` });
    expect(alarms).toEqual([
      ['macie-warden-prod-missed-run', 'ExecutionsStarted', 1, machine],
      ['macie-warden-prod-organization-failed', 'ExecutionsFailed', 0, machine],
      ['macie-warden-prod-organization-timed-out', 'ExecutionsTimedOut', 0, machine],
      ['macie-warden-prod-organization-aborted', 'ExecutionsAborted', 0, machine],
      ['macie-warden-prod-organization-duration', 'ExecutionTime', 0.8 * 3_600_000, machine],
      ['macie-warden-prod-organization-scan', 'ExecutionsFailed', 0, label('Scan')],
      ['macie-warden-prod-organization-repair', 'ExecutionsFailed', 0, label('Repair')],
    ]);
    const { AlarmActions, TreatMissingData } = propertiesOf(report, 'OrganizationFailedAlarm');
    expect([AlarmActions, TreatMissingData]).toEqual([[{ Ref: 'Topic' }], 'notBreaching']);
    const { States } = Object(propertiesOf(report, 'OrganizationMachine')['Definition']);
    // Nothing catches what ends a run: only then does the alarm see it.
    expect([States.Plan.Catch, States.Conclude.Catch]).toEqual([undefined, undefined]);
    expect([States.Scan.Label, States.Repair.Label]).toEqual(['Scan', 'Repair']);
  });
});

test('the archive is private, versioned and encrypted, takes TLS alone, forgets runs and outlives the stack', () => {
  expect(found(report, 'Archive')).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: { Rules: [{ Prefix: 'runs/', ExpirationInDays: 30 }, { Id: 'old-versions' }] },
    },
  });
  expect(propertiesOf(report, 'ArchivePolicy')).toMatchObject({
    PolicyDocument: {
      Statement: [{ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    },
  });
  expect(JSON.stringify(propertiesOf(bound, 'Archive')['BucketEncryption'])).toContain(BOUND['kmsKeyArn']);
});

test('with a key of others each step uses it through the services that it calls, and no other', () => {
  const services = (role: string): readonly string[] =>
    functionStatements(bound.template, role)
      .filter(({ Sid }) => Sid === 'UseTheKey')
      .flatMap(({ Condition }) => [...JSON.stringify(Condition).matchAll(/"(\w+)\.\$/g)].map(([, name = '']) => name));
  expect(Object.fromEntries(['Machine', ...STEPS].map((name) => [name, services(`Organization${name}Role`)]))).toEqual({
    Machine: ['s3'],
    Plan: ['s3'],
    Scan: ['s3'],
    Gate: ['dynamodb', 's3'],
    Repair: ['dynamodb', 's3'],
    Conclude: ['dynamodb', 's3', 'sns'],
  });
});

test('the key and the policy of the topic keep their statements, and let the conclusion and the watch publish', () => {
  const sids = (document: unknown): readonly string[] =>
    Object(document).Statement.map(({ Sid }: { Sid: string }) => Sid);
  expect(sids(propertiesOf(report, 'TopicKey')['KeyPolicy'])).toEqual([
    'AccountAdministersTheKey',
    'FunctionPublishesThroughSns',
    'AlarmsPublish',
    'ConcludePublishesThroughSns',
    'WatchPublishes',
  ]);
  expect(sids(propertiesOf(report, 'TopicPolicy')['PolicyDocument'])).toEqual([
    'AlarmsPublish',
    'OnlyOverTls',
    'WatchPublishes',
  ]);
});

test('the outputs have what the template of members asks for', () => {
  expect(Object.keys(report.template.Outputs)).toEqual(
    expect.arrayContaining(['OrganizationMachineArn', 'ArchiveBucketName', 'HubReadRoleArns', 'HubRepairRoleArns']),
  );
});

test('without organization=on a stack has nothing of it', async () => {
  const { template, files } = await packageStack();
  const names = Object.entries(template.Resources).map(([name, { Type }]) => `${name} ${Type}`);
  expect(names.filter((name) => /Organization|StepFunctions|^Archive |^Watch|Pulse|Member/.test(name))).toEqual([]);
  expect(Object.keys(template.Outputs).filter((name) => /Organization|Archive|HubRe/.test(name))).toEqual([]);
  expect(Object.keys(files).filter((name) => /organization-(plan|scan|gate|repair|conclude)/.test(name))).toEqual([]);
});
