import { beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { PARAMETERS } from '../../serverless/parameters.ts';
import { cfnLint, HAS_CFN_LINT } from './cfn-lint.ts';
import { compiledTemplate, packageWithoutCode, withoutCode, type Compiled } from './compile-template.ts';
import { BOUND, packageStack } from './package-stack.ts';
import { HAS_EVERY_SET, OPTION_SETS, VARIED, type Options } from './parameter-values.ts';
import { ROOT } from './serverless.ts';
import { functionStatements, type Resource } from './template.ts';
import { templateProblems } from './template-rules.ts';

const { permissionsBoundary, kmsKeyArn, existingTopicArn, alarmTopicArn } = BOUND;

describe('sets of parameters', () => {
  test('have every parameter', () => {
    expect([...VARIED].filter((name) => name !== 'region' && name !== 'stage').toSorted()).toEqual(
      PARAMETERS.toSorted(),
    );
  });

  test.each(OPTION_SETS.map((options) => [inWords(options), options] as const))(
    '%s: a template that AWS takes',
    async (_, options) => {
      const { template } = await compiledTemplate(options);
      expect(templateProblems(template)).toEqual([]);
    },
  );

  // .github/workflows/ci.yml installs cfn-lint and asks for every set; elsewhere the rules of template-rules.ts have to do.
  (HAS_CFN_LINT && HAS_EVERY_SET ? describe : describe.skip)('for cfn-lint', () => {
    test.each(OPTION_SETS.map((options) => [inWords(options), options] as const))(
      '%s: a template without an error or a warning',
      async (_, options) => {
        expect(await cfnLint([(await compiledTemplate(options)).path])).toEqual([]);
      },
    );

    test('the templates of other accounts and Regions have neither', async () => {
      expect(await cfnLint(['forwarder', 'member'].map((name) => join(ROOT, `resources/${name}.yml`)))).toEqual([]);
    });
  });

  test('lead to the template that is packaged with the code', async () => {
    const [compiled, packaged] = [await compiledTemplate({}), await packageStack()];
    expect(withoutCode(compiled.template)).toEqual(withoutCode(packaged.template));
  });
});

function inWords(options: Options): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

describe('a stack with a boundary, a key and topics of others', () => {
  let stack: Compiled;
  beforeAll(async () => {
    stack = await compiledTemplate(BOUND);
  });
  const ofType = (type: string): readonly Resource[] =>
    Object.values(stack.template.Resources).filter(({ Type }) => Type === type);
  const statement = (sid: string) => functionStatements(stack.template).find(({ Sid }) => Sid === sid);

  test('has the boundary on every role, and hands it to the roles of its StackSet', () => {
    const roles = ofType('AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(4);
    for (const { Properties } of roles) expect(Properties['PermissionsBoundary']).toBe(permissionsBoundary);
    expect(ofType('AWS::CloudFormation::StackSet')[0]?.Properties['Parameters']).toContainEqual({
      ParameterKey: 'PermissionsBoundary',
      ParameterValue: permissionsBoundary,
    });
  });

  test('has no topic and no key of its own', () => {
    for (const type of ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::KMS::Key', 'AWS::KMS::Alias'])
      expect(ofType(type)).toEqual([]);
  });

  test('publishes to the one topic, and rings the other', () => {
    for (const { Properties } of ofType('AWS::Lambda::Function'))
      expect(Properties['Environment']).toMatchObject({ Variables: { TOPIC_ARN: existingTopicArn } });
    expect(statement('PublishReports')?.Resource).toBe(existingTopicArn);
    for (const { Properties } of ofType('AWS::CloudWatch::Alarm'))
      expect(Properties['AlarmActions']).toEqual([alarmTopicArn]);
    expect(stack.template.Outputs['TopicArn']?.Value).toBe(existingTopicArn);
    expect(ofType('AWS::Chatbot::SlackChannelConfiguration')[0]?.Properties['SnsTopicArns']).toEqual([
      existingTopicArn,
    ]);
  });

  test('sends the readers of alarms to the address of the runbook', () => {
    for (const { Properties } of ofType('AWS::CloudWatch::Alarm'))
      expect(Properties['AlarmDescription']).toContain('https://wiki.example.com/macie-warden has the next step');
  });

  test('subscribes every address', () => {
    expect(ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties)).toEqual([
      { TopicArn: existingTopicArn, Protocol: 'email', Endpoint: 'sec@example.com' },
      { TopicArn: existingTopicArn, Protocol: 'email', Endpoint: 'ops@example.com' },
    ]);
  });

  test('encrypts table, queues and logs with the key, and may use it through their services alone', () => {
    expect(ofType('AWS::DynamoDB::Table')[0]?.Properties['SSESpecification']).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: kmsKeyArn,
    });
    for (const { Properties } of ofType('AWS::SQS::Queue')) expect(Properties['KmsMasterKeyId']).toBe(kmsKeyArn);
    for (const { Properties } of ofType('AWS::Logs::LogGroup')) expect(Properties['KmsKeyId']).toBe(kmsKeyArn);
    expect(statement('EncryptReports')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { 'kms:ViaService': expect.any(Array) } },
    });
  });
});

test('a topic of others without a key asks for no permission on any key', async () => {
  const { template } = await compiledTemplate({ existingTopicArn: existingTopicArn ?? '', forwarding: 'on' });
  expect(JSON.stringify(functionStatements(template))).not.toContain('kms:');
});

test('packaging says aloud that no alert will reach anybody, and packages all the same', async () => {
  const { output } = await packageWithoutCode([]);
  expect(output).toContain('no alert will reach anybody: give --param alertEmail=you@example.com');
  expect(output).toContain('Service packaged');
});
