import type { STSClient } from '@aws-sdk/client-sts';
import type { Failure } from '../core/observation.ts';
import { MINUTE_MS } from '../core/time.ts';
import { AssumeRoleError } from './assume-role-error.ts';
import type { Clients } from './clients.ts';
import { explainError } from './explain-error.ts';

export interface Role {
  readonly arn: string;
  readonly externalId?: string | undefined;
}

/** Credentials of a role. `callerArn`: of its session. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly callerArn: string;
}

export type RoleProvider = (signal?: AbortSignal) => Promise<RoleCredentials>;

const SESSION_NAME = 'macie-warden';
/** Credentials are renewed this long before they expire. */
const EARLY_MS = 5 * MINUTE_MS;

/** Assumes a role once, and again before its credentials expire. A refusal is kept: an account is not asked 22 times. */
export function createRoleProvider(
  role: Role,
  { clients, now }: { clients: Pick<Clients, 'sts'>; now: () => Date },
): RoleProvider {
  let current: Promise<RoleCredentials> | undefined;
  return async (signal) => {
    const known = await current;
    if (known && known.expiration.getTime() - now().getTime() > EARLY_MS) return known;
    return (current = assume(role, await clients.sts(), signal));
  };
}

async function assume(role: Role, client: STSClient, signal: AbortSignal | undefined): Promise<RoleCredentials> {
  const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const { arn, externalId } = role;
  const input = { RoleArn: arn, RoleSessionName: SESSION_NAME, ...(externalId ? { ExternalId: externalId } : {}) };
  try {
    const answer = await client.send(new AssumeRoleCommand(input), signal ? { abortSignal: signal } : {});
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (AccessKeyId && SecretAccessKey && SessionToken && Expiration instanceof Date)
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
        callerArn: answer.AssumedRoleUser?.Arn ?? '',
      };
  } catch (error) {
    throw new AssumeRoleError(await failureOf(error, role, client), { cause: error });
  }
  const detail = `sts:AssumeRole of ${arn} answered without credentials`;
  throw new AssumeRoleError({ reason: 'bad-response', detail }, {});
}

async function failureOf(error: unknown, { arn }: Role, client: STSClient): Promise<Failure> {
  const meaning = await explainError(error, { operation: 'sts:AssumeRole', region: await client.config.region() });
  if (meaning.kind === 'token-rejected') return { reason: 'credentials', detail: meaning.detail };
  if (meaning.kind !== 'failure')
    return { reason: 'bad-response', detail: `sts:AssumeRole of ${arn} gave an answer of another service` };
  if (meaning.reason !== 'assume-role-denied') return { reason: meaning.reason, detail: meaning.detail };
  return {
    reason: 'assume-role-denied',
    detail: `the role ${arn} could not be assumed (${meaning.detail}): deploy the role there, or check its trust policy and external id`,
  };
}
