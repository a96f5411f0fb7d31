import { AwsError } from '../../server/errors.ts';
import { restJson, restJsonError } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import { functionArn, machineArn, stackOf } from './parts.ts';

const SCHEDULE = /^\/schedules\/([^/]+)$/;

/** Amazon EventBridge Scheduler, of the schedule of runs. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export const scheduler: Service = {
  name: 'scheduler',
  operationOf: ({ method, path }) => (method === 'GET' && SCHEDULE.test(path) ? 'GetSchedule' : null),
  operations: { GetSchedule: getSchedule },
  success: restJson,
  failure: restJsonError,
  errorCodes: JSON_ERRORS,
};

function getSchedule(call: Call): object {
  const name = decodeURIComponent(SCHEDULE.exec(call.request.path)?.[1] ?? '');
  const stack = stackOf(call);
  const { schedule = null, digest = null, pulse = null } = stack ?? {};
  const kind = Object.entries({ check: schedule, digest, pulse }).find(([end]) => name === `${stack?.name}-${end}`);
  const [end, state = null] = kind ?? [];
  if (stack === undefined || state === null)
    throw new AwsError('ResourceNotFoundException', { status: 404, message: `Schedule ${name} does not exist.` });
  const target = stack.organization && end !== 'pulse' ? machineArn(stack) : functionArn(stack, 'check');
  return {
    Name: name,
    GroupName: 'default',
    State: state,
    ScheduleExpression: 'rate(1 hour)',
    Target: { Arn: stack.scheduleTarget ?? target, RoleArn: `arn:aws:iam::${stack.account}:role/schedule` },
  };
}
