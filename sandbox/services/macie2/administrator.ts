import type { Call } from '../../server/service.ts';
import { existingSession } from './session.ts';

/** The answer for an account without an administrator is empty. https://docs.aws.amazon.com/macie/latest/APIReference/administrator.html */
export function getAdministratorAccount(call: Call): object {
  existingSession(call);
  const accountId = call.state.administratorOf(call.accountId);
  return accountId === null ? {} : { administrator: { accountId, relationshipStatus: 'Enabled' } };
}
