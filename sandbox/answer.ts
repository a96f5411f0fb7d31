import { AwsError } from './errors.ts';
import { faultError, type Faults } from './faults.ts';
import type { Reply, Request } from './http.ts';
import { restJsonError } from './protocols.ts';
import type { Call, Service } from './service.ts';
import { account } from './services/account.ts';
import { macie2 } from './services/macie2.ts';
import { s3 } from './services/s3.ts';
import { sns } from './services/sns.ts';
import { ssm } from './services/ssm.ts';
import { sts } from './services/sts.ts';
import { keyOf, type State } from './state.ts';
import type { Fault } from './world.ts';

const SERVICES: Readonly<Record<string, Service>> = { account, macie2, s3, sns, ssm, sts };
const WRITES = new Set(['EnableMacie', 'UpdateMacieSession', 'DisableMacie']);
const DEFAULT_LAG_READS = 2;

/** What the sandbox answers with. */
export interface Desk {
  readonly state: State;
  readonly faults: Faults;
  readonly now: () => Date;
}

export interface Answer {
  readonly service: string;
  readonly call: Pick<Call, 'operation' | 'accountId' | 'region' | 'request'>;
  readonly reply: Reply;
  readonly errorCode: string | null;
  readonly delayMs: number;
  readonly ending: 'reply' | 'reset' | 'hang';
}

/** Answers one request: who asks, what is asked, which faults strike, what the service says. */
export function answer(request: Request, desk: Desk): Answer {
  const { scope } = request;
  const service = SERVICES[scope?.service ?? ''];
  if (!scope || !service) return unknownService(request);
  const call = {
    ...callerOf(request, desk),
    operation: service.operationOf(request) ?? `${request.method} ${request.path}`,
  };
  const faults = call.accountId === '' ? [] : desk.faults.strike(call, service);
  const { reply, errorCode } = carryOut({ service, call, faults });
  const slow = faults.find(({ kind }) => kind === 'slow');
  const ending = faults.find(({ kind }) => kind === 'hang' || kind === 'reset')?.kind;
  return {
    service: service.name,
    call,
    reply: disguise(reply, faults),
    errorCode,
    delayMs: slow ? (slow.ms ?? 1000) : 0,
    ending: ending === 'hang' || ending === 'reset' ? ending : 'reply',
  };
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
    const operation = service.operations[call.operation];
    if (!operation) throw notOffered(service, call);
    return { reply: service.success(perform(operation, { call, faults }), call), errorCode: null };
  } catch (error) {
    if (error instanceof AwsError) return { reply: service.failure(error), errorCode: error.code };
    throw error;
  }
}

/** Runs an operation; a write may be lost or show late. */
function perform(
  operation: Service['operations'][string],
  { call, faults }: { call: Call; faults: readonly Fault[] },
): unknown {
  if (!WRITES.has(call.operation)) return operation(call);
  const key = keyOf(call);
  const { sessions, lagging } = call.state;
  const before = sessions.get(key);
  const result = operation(call);
  const lag = faults.find(({ kind }) => kind === 'write-lag');
  if (lag) lagging.set(key, { shown: before, readsLeft: lag.reads ?? DEFAULT_LAG_READS });
  if (faults.some(({ kind }) => kind === 'write-lost')) {
    if (before) sessions.set(key, before);
    else sessions.delete(key);
  }
  return result;
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

/** AWS rejects keys that it does not know, and every key in an opt-in Region that the account has not enabled. */
function checkAccess(service: Service, { accountId, region, state }: Call): void {
  if (accountId !== '' && state.isEnabled({ accountId, region })) return;
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
  };
}

const HTML = '<html><head><title>Bad gateway</title></head><body>The sandbox was told to say this</body></html>';

/** Faults of the answer itself: what was done is done, but the caller gets something odd. */
function disguise(reply: Reply, faults: readonly Fault[]): Reply {
  let disguised = reply;
  for (const { kind, status } of faults) {
    if (kind === 'html') disguised = { status: status ?? 200, headers: { 'content-type': 'text/html' }, body: HTML };
    if (kind === 'empty') disguised = { status: 200, headers: {}, body: '' };
    if (kind === 'unknown-enum') {
      const body = disguised.body.toString().replace(/"status":"\w+"/, '"status":"SLEEPING"');
      disguised = { ...disguised, body };
    }
  }
  return disguised;
}
