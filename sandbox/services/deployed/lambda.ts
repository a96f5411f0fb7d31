import { AwsError } from '../../server/errors.ts';
import { restJson, restJsonError } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import { environmentOf, roleArn, stackOf } from './parts.ts';

const CONFIGURATION = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/;

/** AWS Lambda, the configuration of the function `check`. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const lambda: Service = {
  name: 'lambda',
  operationOf: ({ path }) => (CONFIGURATION.test(path) ? 'GetFunctionConfiguration' : null),
  operations: { GetFunctionConfiguration: getFunctionConfiguration },
  success: restJson,
  failure: restJsonError,
  errorCodes: { ...JSON_ERRORS, throttled: 'TooManyRequestsException', internal: 'ServiceException' },
};

function getFunctionConfiguration(call: Call): object {
  const { accountId, region, request } = call;
  const name = decodeURIComponent(CONFIGURATION.exec(request.path)?.[1] ?? '');
  const stack = stackOf(call);
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  if (stack === undefined || name !== `${stack.name}-check`)
    throw new AwsError('ResourceNotFoundException', { status: 404, message: `Function not found: ${arn}` });
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Role: roleArn(stack),
    LastModified: '2026-11-20T08:00:00.000+0000',
    Environment: { Variables: environmentOf(stack) },
  };
}
