import { WardenError } from '../core/errors.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import type { Caller } from '../core/run.ts';
import { explainError } from './explain-error.ts';
import type { Clients } from './clients.ts';
import { HOW_TO_LOG_IN } from './log-in.ts';

/** Needs no permission. Throws a WardenError: without an account there is nothing to report on. */
export async function callerIdentity(clients: Clients, signal: AbortSignal): Promise<Caller> {
  const answer = await askSts(clients, signal);
  if (answer.kind === 'failed') {
    const { cause, region } = answer;
    if (cause instanceof WardenError) throw new WardenError('identity', cause.message, { cause });
    throw new WardenError('identity', await sentence(cause, region), { cause });
  }
  const { account, arn, region } = answer;
  if (typeof account === 'string' && ACCOUNT_ID.test(account))
    return { accountId: account, arn: typeof arn === 'string' ? arn : '' };
  throw new WardenError(
    'identity',
    `STS in ${region} answered without a 12-digit account: check for a proxy in between, and the endpoint in AWS_ENDPOINT_URL`,
  );
}

/** The SDK passes on what it got, whatever its types say. */
type Answer =
  | { readonly kind: 'answered'; readonly account: unknown; readonly arn: unknown; readonly region: string }
  | { readonly kind: 'failed'; readonly cause: unknown; readonly region: string };

async function askSts(clients: Clients, signal: AbortSignal): Promise<Answer> {
  const [sts, { GetCallerIdentityCommand }] = await Promise.all([clients.sts(), import('@aws-sdk/client-sts')]);
  const region = await sts.config.region();
  try {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return { kind: 'answered', account: Account, arn: Arn, region };
  } catch (cause) {
    return { kind: 'failed', cause, region };
  }
}

async function sentence(cause: unknown, region: string): Promise<string> {
  const failure = await explainError(cause, { operation: 'sts:GetCallerIdentity', region });
  switch (failure.kind) {
    case 'token-rejected':
      return `AWS does not accept these credentials (${failure.detail}). ${HOW_TO_LOG_IN}`;
    case 'not-enabled':
    case 'already-enabled':
      return 'STS answered as if it were Macie: check the endpoint in AWS_ENDPOINT_URL';
    case 'failure':
      return failure.reason === 'credentials'
        ? `There are no AWS credentials that work here (${failure.detail}). ${HOW_TO_LOG_IN}`
        : `Could not find out which account this is: ${failure.detail}`;
  }
}
