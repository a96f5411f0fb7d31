import { expect, test } from '@jest/globals';
import { finishResources } from '../../serverless/finish-template.ts';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const RESOURCES = {
  Role: { Type: 'AWS::IAM::Role', Properties: { Description: 'a role' } },
  Stacks: { Type: 'AWS::CloudFormation::StackSet', Properties: { Parameters: [{ ParameterKey: 'Name' }] } },
  Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
  Table: { Type: 'AWS::DynamoDB::Table', Properties: { SSESpecification: { SSEEnabled: true } } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true, QueueName: 'q' } },
  Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
};

test('without either parameter nothing changes', () => {
  expect(finishResources(RESOURCES, { permissionsBoundary: '', kmsKeyArn: '' })).toEqual(RESOURCES);
});

test('a boundary is on every role, and on those that a StackSet makes', () => {
  expect(finishResources(RESOURCES, { permissionsBoundary: BOUNDARY, kmsKeyArn: '' })).toEqual({
    ...RESOURCES,
    Role: { Type: 'AWS::IAM::Role', Properties: { Description: 'a role', PermissionsBoundary: BOUNDARY } },
    Stacks: {
      Type: 'AWS::CloudFormation::StackSet',
      Properties: {
        Parameters: [{ ParameterKey: 'Name' }, { ParameterKey: 'PermissionsBoundary', ParameterValue: BOUNDARY }],
      },
    },
  });
});

test('a key encrypts logs, tables and queues, in place of what did', () => {
  expect(finishResources(RESOURCES, { permissionsBoundary: '', kmsKeyArn: KEY })).toEqual({
    ...RESOURCES,
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30, KmsKeyId: KEY } },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY } },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', KmsMasterKeyId: KEY } },
  });
});

test('a function depends on its role by its reference alone', () => {
  const Properties = { Role: { 'Fn::GetAtt': ['CheckRole', 'Arn'] } };
  const lambda = {
    Type: 'AWS::Lambda::Function',
    Properties,
    DependsOn: ['CheckLogGroup', 'CheckAccess', 'CheckRole'],
  };
  expect(finishResources({ Lambda: lambda }, { permissionsBoundary: '', kmsKeyArn: '' })).toEqual({
    Lambda: { ...lambda, DependsOn: ['CheckLogGroup', 'CheckAccess'] },
  });
});
