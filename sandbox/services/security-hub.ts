import { AwsError } from '../server/errors.ts';
import { restJson, restJsonError } from '../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import { valueIn } from '../worlds/by-region.ts';

/** AWS Security Hub CSPM: whether it is on. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html */
export const securityHub: Service = {
  name: 'securityhub',
  operationOf: ({ method, path }) => (method === 'GET' && path === '/accounts' ? 'DescribeHub' : null),
  operations: { DescribeHub: describeHub },
  success: restJson,
  failure: restJsonError,
  errorCodes: JSON_ERRORS,
};

function describeHub({ accountId, region, state }: Call): object {
  if (valueIn(state.accountOf(accountId).securityHub ?? {}, region) !== 'ENABLED')
    throw new AwsError('InvalidAccessException', {
      status: 401,
      message: `Account ${accountId} is not subscribed to AWS Security Hub`,
    });
  return { HubArn: `arn:aws:securityhub:${region}:${accountId}:hub/default`, AutoEnableControls: true };
}
