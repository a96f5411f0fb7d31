import { AwsError } from '../../server/errors.ts';
import { awsJson, awsJsonError, jsonBody } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import type { WorldStack } from '../../worlds/stack-schema.ts';
import { machineArn, stackOf } from './parts.ts';

/** AWS Step Functions, the state machine of the stack. https://docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html */
export const stateMachines: Service = {
  name: 'states',
  operationOf: ({ headers }) => /^AWSStepFunctions\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: { DescribeStateMachine: describeStateMachine, ListExecutions: listExecutions },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: JSON_ERRORS,
};

function stackOfMachine(call: Call): WorldStack {
  const arn = String(jsonBody(call.request)['stateMachineArn']);
  const stack = stackOf(call);
  if (stack?.organization === true && stack.machine !== null && machineArn(stack) === arn) return stack;
  throw new AwsError('StateMachineDoesNotExist', { status: 400, message: `State Machine Does Not Exist: '${arn}'` });
}

function describeStateMachine(call: Call): object {
  const stack = stackOfMachine(call);
  return {
    stateMachineArn: machineArn(stack),
    name: `${stack.name}-organization`,
    status: stack.machine,
    type: 'STANDARD',
  };
}

/** The newest first. */
function listExecutions(call: Call): object {
  const stack = stackOfMachine(call);
  const { maxResults = 100 } = jsonBody(call.request);
  const now = call.now.getTime() / 1000;
  const executions = stack.executions.map(({ status, minutesAgo }, index) => ({
    executionArn: `${machineArn(stack).replace(':stateMachine:', ':execution:')}:run-${index + 1}`,
    stateMachineArn: machineArn(stack),
    name: `run-${index + 1}`,
    status,
    startDate: now - minutesAgo * 60,
    ...(status === 'RUNNING' ? {} : { stopDate: now - minutesAgo * 60 }),
  }));
  return { executions: executions.slice(0, Number(maxResults)) };
}
