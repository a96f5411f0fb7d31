import { AwsError } from '../../server/errors.ts';
import { formBody, queryXml, queryXmlError } from '../../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../../server/service.ts';
import type { WorldStack } from '../../worlds/stack-schema.ts';
import { bucketsOf, functionsOf, machineArn, queuesOf, stackOf, topicArn, versionOf } from './parts.ts';

/** AWS CloudFormation, of the stack of a world. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html */
export const cloudformation: Service = {
  name: 'cloudformation',
  operationOf: (request) => formBody(request).get('Action'),
  operations: { DescribeStacks: describeStacks, ListStackResources: listStackResources },
  success: (result, { operation }) =>
    queryXml(result, { operation, namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' }),
  failure: queryXmlError,
  errorCodes: XML_ERRORS,
};

function namedStack(call: Call): WorldStack {
  const name = formBody(call.request).get('StackName') ?? '';
  const stack = stackOf(call);
  if (stack?.name === name) return stack;
  throw new AwsError('ValidationError', { status: 400, message: `Stack with id ${name} does not exist` });
}

function describeStacks(call: Call): object {
  const stack = namedStack(call);
  const outputs = { TopicArn: topicArn(stack), Version: versionOf(stack) };
  return {
    Stacks: [
      {
        StackName: stack.name,
        StackStatus: stack.status,
        CreationTime: '2026-11-01T08:00:00Z',
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  };
}

function listStackResources(call: Call): object {
  const stack = namedStack(call);
  const { name } = stack;
  const queues = Object.entries(queuesOf(stack, call.request.headers.host ?? '')).map(([id, { url }]) => [id, url]);
  const roles = [...new Set(Object.values(functionsOf(stack)))].map((role) => [role, `${name}-${role}`]);
  const buckets = Object.entries(bucketsOf(stack)).map(([id, bucket]) => [id, bucket.name]);
  const resources: Readonly<Record<string, string>> = {
    CheckLambdaFunction: `${name}-check`,
    ChangeLambdaFunction: `${name}-change`,
    ...Object.fromEntries([...roles, ...buckets]),
    ...(stack.digest === null ? {} : { DigestSchedule: `${name}-digest` }),
    ...(stack.pulse === null ? {} : { PulseSchedule: `${name}-pulse` }),
    ...(stack.organization ? { OrganizationMachine: machineArn(stack) } : {}),
    Schedule: `${name}-check`,
    ChangeRule: `${name}-changes`,
    StateTable: stack.table ?? name,
    ...Object.fromEntries(queues),
  };
  return {
    StackResourceSummaries: Object.entries(resources).map(([LogicalResourceId, PhysicalResourceId]) => ({
      LogicalResourceId,
      PhysicalResourceId,
      ResourceStatus: 'CREATE_COMPLETE',
    })),
  };
}
