import type { Backend } from './backend.ts';
import { callerOf, checkAccess } from './access.ts';
import { AwsError } from './errors.ts';
import type { Fault } from '../faults/fault-schema.ts';
import { faultError } from '../faults/fault-errors.ts';
import { changeCaller } from '../faults/account-faults.ts';
import { alterReply, endingOf, type Ending } from '../faults/reply-faults.ts';
import { runOperation } from '../faults/write-faults.ts';
import type { Reply, Request } from './http.ts';
import { restJsonError } from './protocols.ts';
import type { Call, Service } from './service.ts';
import { SERVICES } from '../services/registry.ts';
import { recordOf } from '../services/trail-recorder.ts';

export interface Answer {
  readonly service: string;
  readonly call: Pick<Call, 'operation' | 'accountId' | 'region' | 'request'>;
  readonly reply: Reply;
  readonly errorCode: string | null;
  readonly delayMs: number;
  readonly ending: Ending;
  /** The caller of `answer` replaces `reply` with the reply of the server behind the sandbox. */
  readonly isForwarded: boolean;
}

/** Answers one request: finds its service and caller, injects the faults that match, runs the operation. */
export function answer(request: Request, { state, faults: injector, now }: Backend): Answer {
  const service = own(SERVICES, request.scope?.service ?? '');
  if (!request.scope || !service) return answerUnknownService(request);
  const operation = service.operationOf(request) ?? `${request.method} ${request.path}`;
  const call = { ...callerOf(request, state), operation, request, state, now: now() };
  const faults = call.accountId === '' ? [] : injector.faultsFor(call, service);
  const { reply, errorCode } = execute({ service, call, faults });
  // CloudTrail records failed calls too, but not operations that Macie does not have.
  if (service.name === 'macie2' && call.accountId !== '' && own(service.operations, operation))
    state.trail.push(recordOf(call, errorCode));
  return {
    service: service.name,
    call,
    reply: alterReply(reply, { faults, request, service }),
    errorCode,
    ...endingOf(faults),
    isForwarded: service.isForwarded?.(operation) === true && errorCode === null,
  };
}

/** The key comes from a request, so it must not match properties that every object inherits. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

interface Execution {
  readonly service: Service;
  readonly call: Call;
  readonly faults: readonly Fault[];
}

function execute({ service, call, faults }: Execution): { reply: Reply; errorCode: string | null } {
  try {
    changeCaller(call, faults);
    checkAccess(service, call);
    for (const fault of faults) {
      const error = faultError(fault, { call, service });
      if (error) throw error;
    }
    const operation = own(service.operations, call.operation);
    if (!operation) throw notImplemented(service, call);
    return { reply: service.success(runOperation(operation, { call, faults, service }), call), errorCode: null };
  } catch (error) {
    if (error instanceof AwsError) return { reply: service.failure(error, call.request), errorCode: error.code };
    throw error;
  }
}

function notImplemented(service: Service, { operation }: Call): AwsError {
  const offered = Object.keys(service.operations).join(', ');
  const message = `The sandbox has no ${service.name} ${operation}; it has ${offered}`;
  return new AwsError('NotImplemented', { status: 501, message });
}

function answerUnknownService(request: Request): Answer {
  const { service = '', region = '' } = request.scope ?? {};
  const unknown = request.scope ? `a service called ${service}` : 'requests without a SigV4 signature';
  const message = `The sandbox does not know ${unknown}; it has ${Object.keys(SERVICES).join(', ')}`;
  const error = new AwsError('NotImplemented', { status: 501, message });
  return {
    service,
    call: { operation: `${request.method} ${request.path}`, accountId: '', region, request },
    reply: restJsonError(error),
    errorCode: error.code,
    delayMs: 0,
    ending: 'reply',
    isForwarded: false,
  };
}
