import type { Call } from '../../../server/service.ts';
import { settingsOf } from '../settings.ts';
import { failedBecause } from './errors.ts';
import { ownMember } from './list-members.ts';
import { isAssociated, store } from './relationship.ts';

/** Suspends or resumes a member. */
export function updateMemberSession(call: Call): object {
  const { state, region, now } = call;
  const { status } = settingsOf(call);
  if (status === undefined) throw failedBecause('ValidationException', 'status is required');
  const member = ownMember(call, 'ValidationException');
  const target = { accountId: member.accountId, region };
  const session = state.sessions.get(target);
  if (!isAssociated(member) || !session)
    throw failedBecause('ValidationException', 'the specified account is not an associated member of account');
  if (member.by === 'invitation' && member.status === 'Paused' && status === 'ENABLED')
    throw failedBecause(
      'AccessDeniedException',
      'only a user of the member account can re-enable Macie for an account that joined by invitation',
    );
  state.sessions.set(target, { ...session, status, updatedAt: now.toISOString() });
  return {};
}

/** Ends the association. Macie stays on in the account. */
export function disassociateMember(call: Call): object {
  const member = ownMember(call, 'ValidationException');
  if (!isAssociated(member))
    throw failedBecause('ValidationException', 'the specified account is not an associated member of account');
  store(call, { ...member, status: 'Removed', updatedAt: call.now.toISOString() });
  return {};
}

/** Forgets an account that is not associated. */
export function deleteMember(call: Call): object {
  const { state, region } = call;
  const member = ownMember(call, 'ValidationException');
  if (isAssociated(member))
    throw failedBecause('ConflictException', 'member accounts are associated with your account');
  store(call, member);
  state.memberships.delete({ accountId: member.accountId, region });
  return {};
}
