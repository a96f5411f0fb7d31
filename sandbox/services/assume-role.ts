import { valueIn } from '../worlds/by-region.ts';
import { AwsError } from '../server/errors.ts';
import { formBody } from '../server/protocols.ts';
import type { Call } from '../server/service.ts';

/** Stands for the id that IAM generates for a role. */
export const ROLE_ID = 'AROASANDBOX';
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::(?<accountId>\d{12}):role\/(?:.*\/)?(?<role>[^/]+)$/;

const MAX_KEYS = 20_000;
const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;
/** Of a session that a role session asks for. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const MAX_CHAINED_SECONDS = 3600;

/** The access key looks up the account: later calls with it act there. */
export function assumeRole(call: Call): object {
  const { request, state, now } = call;
  const form = formBody(request);
  const roleArn = form.get('RoleArn') ?? '';
  const sessionName = form.get('RoleSessionName') ?? '';
  const { accountId, role } = ROLE_ARN.exec(roleArn)?.groups ?? {};
  if (!accountId || !role) throw invalid(`${roleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid('Value at roleSessionName failed to satisfy constraint');
  const seconds = secondsOf(call);
  const { expiresInMs = seconds * 1000 } = trustingRole(call, { accountId, role, roleArn });
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`;
  const accessKeyId = `ASIASANDBOX${String(++state.issuedKeys).padStart(9, '0')}`;
  const expiresAt = now.getTime() + expiresInMs;
  if (state.roles.size >= MAX_KEYS) dropExpired(call);
  state.roles.set(accessKeyId, { accountId, arn, sessionName, expiresAt });
  return {
    AssumedRoleUser: { AssumedRoleId: `${ROLE_ID}:${sessionName}`, Arn: arn },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'sandbox',
      SessionToken: 'sandbox',
      Expiration: new Date(expiresAt).toISOString(),
    },
  };
}

/** Keeps the memory of a long-running sandbox flat. */
function dropExpired({ state, now }: Call): void {
  for (const [key, { expiresAt }] of state.roles) if (now.getTime() >= expiresAt) state.roles.delete(key);
}

function secondsOf({ request, callerArn }: Call): number {
  const seconds = Number(formBody(request).get('DurationSeconds') ?? MAX_CHAINED_SECONDS);
  if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS))
    throw invalid(`The requested DurationSeconds must be from ${MIN_SECONDS} to ${MAX_SECONDS}`);
  if (callerArn.includes(':assumed-role/') && seconds > MAX_CHAINED_SECONDS)
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  return seconds;
}

/** STS refuses a role that is missing and a role that does not trust the caller with the same error. */
function trustingRole(
  { state, accountId, callerArn, request }: Call,
  wanted: { accountId: string; role: string; roleArn: string },
): { readonly expiresInMs?: number | undefined } {
  const { roles } = state.accountOf(wanted.accountId);
  const role = roles ? valueIn(roles, wanted.role) : {};
  const isTrusting =
    role &&
    state.accounts.isOperational(wanted.accountId) &&
    (role.trusts?.includes(accountId) ?? true) &&
    (role.externalId === undefined || role.externalId === formBody(request).get('ExternalId'));
  if (isTrusting) return { expiresInMs: role.expiresIn };
  throw new AwsError('AccessDenied', {
    status: 403,
    message: `User: ${callerArn} is not authorized to perform: sts:AssumeRole on resource: ${wanted.roleArn}`,
  });
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', { status: 400, message });
}
