import { awsJson, awsJsonError, jsonBody } from '../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';

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
  operations: {
    ...Object.fromEntries(NAMES.map((name) => [name, () => ({})])),
    DescribeTimeToLive: describeTimeToLive,
  },
  isForwarded: (operation) => operation !== 'DescribeTimeToLive',
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, throttled: 'ProvisionedThroughputExceededException', internal: 'InternalServerError' },
};

/** dynalite ends no items. The table of the stack has the attribute that its template names. */
function describeTimeToLive({ request, state: { stack } }: Call): object {
  const isOn = stack?.timeToLive === true && jsonBody(request)['TableName'] === (stack.table ?? stack.name);
  return {
    TimeToLiveDescription: isOn
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' }
      : { TimeToLiveStatus: 'DISABLED' },
  };
}
