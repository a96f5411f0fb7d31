import { WardenError } from '../core/errors.ts';
import type { Caller } from '../core/run.ts';
import { classifyError } from './classify.ts';
import type { Clients } from './clients.ts';

/** Needs no permission. Throws a WardenError: without an account there is nothing to report on. */
export async function callerIdentity(clients: Clients, signal: AbortSignal): Promise<Caller> {
  const { account, arn = '', cause } = await askSts(clients, signal);
  if (account !== undefined && /^\d{12}$/.test(account)) return { accountId: account, arn };
  throw new WardenError('identity', sentence(cause), { cause });
}

async function askSts(
  clients: Clients,
  signal: AbortSignal,
): Promise<{ account?: string | undefined; arn?: string | undefined; cause?: unknown }> {
  try {
    const [sts, { GetCallerIdentityCommand }] = await Promise.all([clients.sts(), import('@aws-sdk/client-sts')]);
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return { account: Account, arn: Arn };
  } catch (cause) {
    return { cause };
  }
}

const WHERE = 'Log in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

function sentence(cause: unknown): string {
  if (cause === undefined) return 'STS answered without a 12-digit account: check what AWS_ENDPOINT_URL points at';
  const failure = classifyError(cause, { operation: 'sts:GetCallerIdentity', region: '' });
  switch (failure.kind) {
    case 'token-rejected':
      return `AWS does not accept these credentials (${failure.detail}). ${WHERE}`;
    case 'not-enabled':
    case 'already-enabled':
      return 'STS answered as if it were Macie: check what AWS_ENDPOINT_URL points at';
    case 'failure':
      return failure.reason === 'credentials'
        ? `There are no AWS credentials that work here (${failure.detail}). ${WHERE}`
        : `Could not find out which account this is: ${failure.detail}`;
  }
}
