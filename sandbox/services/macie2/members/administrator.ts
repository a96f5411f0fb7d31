import type { Call } from '../../../server/service.ts';
import { memberUpdated } from '../../member-updated.ts';
import { existingSession } from '../session.ts';
import { failedBecause } from './errors.ts';
import { isAssociated, relationshipOf, store } from './relationship.ts';

/** The answer for an account without an administrator is empty. https://docs.aws.amazon.com/macie/latest/APIReference/administrator.html */
export function getAdministratorAccount(call: Call): object {
  existingSession(call);
  const relationship = relationshipOf(call, call.accountId);
  if (!isAssociated(relationship)) return {};
  const { administratorId, status, invitedAt } = relationship;
  return { administrator: { accountId: administratorId, relationshipStatus: status, invitedAt } };
}

/** Only a member by invitation can leave. https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-relationships.html */
export function disassociateFromAdministrator(call: Call): object {
  existingSession(call);
  const relationship = relationshipOf(call, call.accountId);
  if (!isAssociated(relationship))
    throw failedBecause('ResourceNotFoundException', 'there isn’t a delegated Macie administrator for your account');
  if (relationship.by === 'organization')
    throw failedBecause(
      'AccessDeniedException',
      'you must be the Macie administrator for an organization to disassociate a member account',
    );
  store(call, { ...relationship, status: 'Resigned', updatedAt: call.now.toISOString() });
  call.state.trail.push(memberUpdated(call, relationship.administratorId));
  return {};
}
