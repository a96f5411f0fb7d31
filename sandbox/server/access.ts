import { AwsError } from './errors.ts';
import type { Request } from './http.ts';
import type { Call, Service } from './service.ts';
import type { State } from '../worlds/state.ts';

/** The caller of a request: a role session that STS has issued, or the account that the access key names. */
export function callerOf({ scope }: Request, state: State): Pick<Call, 'accountId' | 'region' | 'callerArn'> {
  const { accessKeyId = '', region = '' } = scope ?? {};
  const role = state.roles.get(accessKeyId);
  const accountId = role?.accountId ?? (/^\d{12}$/.test(accessKeyId) ? accessKeyId : '');
  return { accountId, region, callerArn: role?.arn ?? `arn:aws:iam::${accountId}:user/sandbox` };
}

/**
 * AWS rejects unknown keys, those of suspended accounts, and every key in an opt-in Region that the account has not enabled. AWS has no host name
 * for a service in a Region that does not offer it; the sandbox has one host name and returns the same error instead.
 */
export function checkAccess(service: Service, { accountId, region, state, request, now }: Call): void {
  const role = state.roles.get(request.scope?.accessKeyId ?? '');
  if (role && now.getTime() >= role.expiresAt) {
    const message = 'The security token included in the request is expired';
    throw new AwsError(service.errorCodes.expired, { status: 403, message });
  }
  const isOpen = state.accounts.isOperational(accountId);
  const isOffered = service.regions?.includes(region) ?? true;
  if (accountId !== '' && isOpen && isOffered && state.isEnabled({ accountId, region })) return;
  throw new AwsError(service.errorCodes.badToken, {
    status: 403,
    message: 'The security token included in the request is invalid.',
  });
}
