import type { Dynamo } from '../services/dynamo.ts';
import { AwsError } from './errors.ts';
import { disguise, endingOf, faultError, perform, type Ending } from '../faults/fault-effects.ts';
import type { Faults } from '../faults/faults.ts';
import type { Reply, Request } from './http.ts';
import { restJsonError } from './protocols.ts';
import type { Call, Service } from './service.ts';
import { account } from '../services/account.ts';
import { cloudtrail } from '../services/cloudtrail.ts';
import { dynamodb } from '../services/dynamodb.ts';
import { macie2 } from '../services/macie2.ts';
import { s3 } from '../services/s3.ts';
import { sns } from '../services/sns.ts';
import { ssm } from '../services/ssm.ts';
import { sts } from '../services/sts.ts';
import type { State } from '../worlds/state.ts';
import { recordOf } from '../services/trail-recorder.ts';
import type { Fault } from '../faults/fault-schema.ts';
import type { World } from '../worlds/world.ts';

const SERVICES: Readonly<Record<string, Service>> = { account, cloudtrail, dynamodb, macie2, s3, sns, ssm, sts };
/** As IAM writes them. */
export const OPERATIONS: readonly string[] = Object.values(SERVICES).flatMap(({ name, operations }) =>
  Object.keys(operations).map((operation) => `${name}:${operation}`),
);

/** What the sandbox answers with. */
export interface Desk {
  readonly world: World;
  readonly state: State;
  readonly faults: Faults;
  readonly now: () => Date;
  readonly dynamo: Dynamo;
}

export interface Answer {
  readonly service: string;
  readonly call: Pick<Call, 'operation' | 'accountId' | 'region' | 'request'>;
  readonly reply: Reply;
  readonly errorCode: string | null;
  readonly delayMs: number;
  readonly ending: Ending;
  /** `reply` is still to come from the service behind. */
  readonly isForwarded: boolean;
}

/** Answers one request: who asks, what is asked, which faults strike, what the service says. */
export function answer(request: Request, desk: Desk): Answer {
  const { scope } = request;
  const service = own(SERVICES, scope?.service ?? '');
  if (!scope || !service) return unknownService(request);
  const call = {
    ...callerOf(request, desk),
    operation: service.operationOf(request) ?? `${request.method} ${request.path}`,
  };
  const faults = call.accountId === '' ? [] : desk.faults.strike(call, service);
  const { reply, errorCode } = carryOut({ service, call, faults });
  // As CloudTrail does, of every call that the service knows.
  if (service === macie2 && call.accountId !== '' && own(service.operations, call.operation))
    desk.state.trail.push(recordOf(call, errorCode));
  return {
    service: service.name,
    call,
    reply: disguise(reply, faults),
    errorCode,
    ...endingOf(faults),
    isForwarded: service.isForwarded === true && errorCode === null,
  };
}

/** Requests name the key: what every object inherits is not meant. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

interface Order {
  readonly service: Service;
  readonly call: Call;
  readonly faults: readonly Fault[];
}

function carryOut({ service, call, faults }: Order): { reply: Reply; errorCode: string | null } {
  try {
    checkAccess(service, call);
    for (const fault of faults) {
      const error = faultError(fault, { call, service });
      if (error) throw error;
    }
    const operation = own(service.operations, call.operation);
    if (!operation) throw notOffered(service, call);
    return { reply: service.success(perform(operation, { call, faults }), call), errorCode: null };
  } catch (error) {
    if (error instanceof AwsError) return { reply: service.failure(error), errorCode: error.code };
    throw error;
  }
}

function callerOf(request: Request, { state, now }: Desk): Omit<Call, 'operation'> {
  const { accessKeyId = '', region = '' } = request.scope ?? {};
  const role = state.roles.get(accessKeyId);
  const accountId = role?.accountId ?? (/^\d{12}$/.test(accessKeyId) ? accessKeyId : '');
  return {
    accountId,
    region,
    callerArn: role?.arn ?? `arn:aws:iam::${accountId}:user/sandbox`,
    request,
    state,
    now: now(),
  };
}

/**
 * AWS rejects keys that it does not know, and every key in an opt-in Region that the account has not enabled. Where a
 * service is not offered AWS has no such host name; here that is answered in the same way.
 */
function checkAccess(service: Service, { accountId, region, state }: Call): void {
  const isOffered = service.regions?.includes(region) ?? true;
  if (accountId !== '' && isOffered && state.isEnabled({ accountId, region })) return;
  throw new AwsError(service.errorCodes.badToken, {
    status: 403,
    message: 'The security token included in the request is invalid.',
  });
}

function notOffered(service: Service, { operation }: Call): AwsError {
  const offered = Object.keys(service.operations).join(', ');
  return new AwsError('NotImplemented', {
    status: 501,
    message: `The sandbox has no ${service.name} ${operation}; it has ${offered}`,
  });
}

function unknownService(request: Request): Answer {
  const what = request.scope ? `a service called ${request.scope.service}` : 'requests without a SigV4 signature';
  const offered = Object.keys(SERVICES).join(', ');
  const error = new AwsError('NotImplemented', {
    status: 501,
    message: `The sandbox does not know ${what}; it has ${offered}`,
  });
  const call = {
    operation: `${request.method} ${request.path}`,
    accountId: '',
    region: request.scope?.region ?? '',
    request,
  };
  return {
    service: request.scope?.service ?? '',
    call,
    reply: restJsonError(error),
    errorCode: error.code,
    delayMs: 0,
    ending: 'reply',
    isForwarded: false,
  };
}
