import { awsJson, awsJsonError } from '../server/protocols.ts';
import { JSON_ERRORS, type Service } from '../server/service.ts';

const NAMES = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
];

/** Amazon DynamoDB. The sandbox checks access and injects faults; dynalite runs the operations. */
export const dynamodb: Service = {
  name: 'dynamodb',
  operationOf: ({ headers }) => /^DynamoDB_20120810\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: Object.fromEntries(NAMES.map((name) => [name, () => ({})])),
  isForwarded: true,
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, throttled: 'ProvisionedThroughputExceededException', internal: 'InternalServerError' },
};
