import type { Answer } from './answer.ts';
import type { Backend } from './backend.ts';

/** The role session name of the calls that the stack of `--live` makes. */
export const STACK_SESSION = 'macie-warden-prod-change';

/** One line of the call log. */
export interface SandboxCall {
  readonly seq: number;
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  /** 0 if no answer was sent; `errorCode` is then `hang` or `reset`. */
  readonly status: number;
  readonly errorCode: string | null;
  readonly userAgent: string;
  readonly roleSessionName: string | null;
}

/** The line of the call log for an answered call. */
export function callOf(
  { service, call, reply, ending, errorCode }: Answer,
  { state }: Backend,
): Omit<SandboxCall, 'seq'> {
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
