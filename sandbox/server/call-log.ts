import type { Answer, Desk } from './answer.ts';

/** What the session is called with which the stack of `--live` makes its calls. */
export const STACK_SESSION = 'macie-warden-prod-change';

/** One line of the call log. */
export interface SandboxCall {
  readonly seq: number;
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  /** 0: no answer was sent; `errorCode` is then `hang` or `reset`. */
  readonly status: number;
  readonly errorCode: string | null;
  readonly userAgent: string;
  readonly roleSessionName: string | null;
}

/** What the log says of an answered call. */
export function callOf({ service, call, reply, ending, errorCode }: Answer, { state }: Desk): Omit<SandboxCall, 'seq'> {
  const { operation, accountId, region, request } = call;
  const isAnswered = ending === 'reply';
  return {
    service,
    operation,
    accountId,
    region,
    status: isAnswered ? reply.status : 0,
    errorCode: isAnswered ? errorCode : ending,
    userAgent: request.headers['user-agent'] ?? '',
    roleSessionName: state.roles.get(request.scope?.accessKeyId ?? '')?.sessionName ?? null,
  };
}
