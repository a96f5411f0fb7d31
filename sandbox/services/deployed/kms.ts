import { AwsError } from '../../server/errors.ts';
import { awsJson, awsJsonError, jsonBody } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import type { WorldStack } from '../../worlds/stack-schema.ts';
import { keyArn, roleArn, stackOf } from './parts.ts';

type Key = NonNullable<WorldStack['key']>;

/** AWS KMS, of the key of the topic. https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html */
export const kms: Service = {
  name: 'kms',
  operationOf: ({ headers }) => /^TrentService\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: { DescribeKey: describeKey, GetKeyPolicy: getKeyPolicy },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, internal: 'KMSInternalException' },
};

function keyOf(call: Call): { readonly stack: WorldStack; readonly key: Key } {
  const stack = stackOf(call);
  const id = String(jsonBody(call.request)['KeyId']);
  if (stack?.key && [keyArn(stack), 'alias/aws/sns'].includes(id)) return { stack, key: stack.key };
  throw new AwsError('NotFoundException', { status: 400, message: `Key '${id}' does not exist` });
}

function describeKey(call: Call): object {
  const { stack, key } = keyOf(call);
  const arn = keyArn(stack);
  return {
    KeyMetadata: {
      Arn: arn,
      KeyId: arn.split('/')[1],
      KeyState: key.state,
      KeyManager: key.awsManaged ? 'AWS' : 'CUSTOMER',
    },
  };
}

function getKeyPolicy(call: Call): object {
  const { stack, key } = keyOf(call);
  const publishers = [roleArn(stack), ...(stack.organization ? [roleArn(stack, 'OrganizationConcludeRole')] : [])];
  const { allows = [...publishers, 'cloudwatch.amazonaws.com'] } = key;
  const Statement = allows.map((principal) => ({
    Effect: 'Allow',
    Principal: principal.startsWith('arn:') ? { AWS: principal } : { Service: principal },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: '*',
  }));
  return { PolicyName: 'default', Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
}
