import { AwsError } from '../../server/errors.ts';
import type { Call } from '../../server/service.ts';
import { valueIn } from '../../worlds/by-region.ts';

/** Throws where Security Hub is not on. */
export function requireHub({ accountId, region, state }: Call): void {
  if (valueIn(state.accountOf(accountId).securityHub ?? {}, region) !== 'ENABLED')
    throw new AwsError('InvalidAccessException', {
      status: 401,
      message: `Account ${accountId} is not subscribed to AWS Security Hub`,
    });
}
