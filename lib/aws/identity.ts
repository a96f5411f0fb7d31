import { classifyError } from './classify.ts';
import type { Clients } from './clients.ts';

/** Without an account there is nothing to report on: the run ends with this sentence. */
class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

/** The account of the credentials. Needs no permission. Throws IdentityError. */
export async function callerAccount(clients: Clients, signal: AbortSignal): Promise<string> {
  const { account, cause } = await askSts(clients, signal);
  if (account !== undefined && /^\d{12}$/.test(account)) return account;
  throw new IdentityError(sentence(cause), { cause });
}

async function askSts(
  clients: Clients,
  signal: AbortSignal,
): Promise<{ account?: string | undefined; cause?: unknown }> {
  try {
    const [sts, { GetCallerIdentityCommand }] = await Promise.all([clients.sts(), import('@aws-sdk/client-sts')]);
    return { account: (await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal })).Account };
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
    case 'doubt':
      return failure.reason === 'credentials'
        ? `There are no AWS credentials that work here (${failure.detail}). ${WHERE}`
        : `Could not find out which account this is: ${failure.detail}`;
  }
}
