import { AwsError } from '../../server/errors.ts';
import type { Request } from '../../server/http.ts';
import { restJson, restJsonError } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import { environmentOf, functionArn, functionsOf, roleArn, stackOf } from './parts.ts';

const CONFIGURATION = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/;
const EVENT_SOURCES = /^\/2015-03-31\/event-source-mappings\/?$/;

/** AWS Lambda, the functions of the stack. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const lambda: Service = {
  name: 'lambda',
  operationOf,
  operations: {
    GetFunctionConfiguration: getFunctionConfiguration,
    ListEventSourceMappings: listEventSourceMappings,
  },
  success: restJson,
  failure: restJsonError,
  errorCodes: { ...JSON_ERRORS, throttled: 'TooManyRequestsException', internal: 'ServiceException' },
};

function operationOf({ method, path }: Request): string | null {
  if (method !== 'GET') return null;
  if (EVENT_SOURCES.test(path)) return 'ListEventSourceMappings';
  return CONFIGURATION.test(path) ? 'GetFunctionConfiguration' : null;
}

/** The stack with the function of this name, and the end of the name. */
function functionOf(call: Call, name: string) {
  const stack = stackOf(call);
  const suffix = stack && Object.keys(functionsOf(stack)).find((one) => name === `${stack.name}-${one}`);
  if (stack !== undefined && suffix !== undefined) return { stack, suffix };
  const arn = `arn:aws:lambda:${call.region}:${call.accountId}:function:${name}`;
  throw new AwsError('ResourceNotFoundException', { status: 404, message: `Function not found: ${arn}` });
}

function getFunctionConfiguration(call: Call): object {
  const name = decodeURIComponent(CONFIGURATION.exec(call.request.path)?.[1] ?? '');
  const { stack, suffix } = functionOf(call, name);
  return {
    FunctionName: name,
    FunctionArn: functionArn(stack, suffix),
    Runtime: stack.runtime,
    Role: roleArn(stack, functionsOf(stack)[suffix]),
    LastModified: '2026-11-20T08:00:00.000+0000',
    Environment: { Variables: environmentOf(stack) },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
function listEventSourceMappings(call: Call): object {
  const { stack, suffix } = functionOf(call, call.request.query.get('FunctionName') ?? '');
  const { account, region, name, eventSource } = stack;
  if (suffix !== 'change' || eventSource === null) return { EventSourceMappings: [] };
  return {
    EventSourceMappings: [
      {
        UUID: '11111111-2222-3333-4444-555555555555',
        EventSourceArn: `arn:aws:sqs:${region}:${account}:${name}-changes`,
        FunctionArn: functionArn(stack, suffix),
        State: eventSource.state,
        StateTransitionReason: 'USER_INITIATED',
        LastProcessingResult: eventSource.lastResult,
      },
    ],
  };
}
