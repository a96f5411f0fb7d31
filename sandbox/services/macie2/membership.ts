import { AwsError } from '../../server/errors.ts';
import type { Call } from '../../server/service.ts';

/**
 * Rejects a status from a member of an organization: only its administrator can suspend or resume it. AWS documents
 * the rule but not the text. https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-administer.html
 */
export function checkStatusChange({ accountId, state }: Call): void {
  if (state.administratorOf(accountId) === null) return;
  throw new AwsError('AccessDeniedException', {
    status: 403,
    message:
      'The request failed because you must be the Macie administrator for an organization to change the status of a member account.',
  });
}

export function checkDisable({ accountId, state }: Call): void {
  if (state.administratorOf(accountId) === null) return;
  throw new AwsError('ConflictException', {
    status: 409,
    message: 'Cannot disable Macie while associated with an administrator account',
  });
}
