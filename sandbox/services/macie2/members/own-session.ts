import { AwsError } from '../../../server/errors.ts';
import type { Call } from '../../../server/service.ts';
import { isAssociated, relationshipOf } from './relationship.ts';

/**
 * Rejects a status from a member of an organization: only its administrator can suspend or resume it. A member by
 * invitation resumes itself. AWS documents the rule but not the text.
 * https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-relationships.html
 */
export function checkStatusChange(call: Call): void {
  const relationship = relationshipOf(call, call.accountId);
  if (!isAssociated(relationship) || relationship.by === 'invitation') return;
  throw new AwsError('AccessDeniedException', {
    status: 403,
    message:
      'The request failed because you must be the Macie administrator for an organization to change the status of a member account.',
  });
}

export function checkDisable(call: Call): void {
  if (isAssociated(relationshipOf(call, call.accountId)))
    throw conflict('Cannot disable Macie while associated with an administrator account');
  const { accounts } = call.state;
  for (let index = 0; index < accounts.count; index++) {
    const relationship = relationshipOf(call, accounts.idAt(index));
    if (relationship?.administratorId === call.accountId && isAssociated(relationship))
      throw conflict('The request failed because member accounts are associated with your account');
  }
}

/** The frequency of an administrator applies to its members in the Region as well. */
export function changeMemberFrequency(call: Call, frequency: string): void {
  const { state, region, accountId: administratorId } = call;
  if (!state.memberships.hasEnded(region)) state.memberFrequencies.set(`${administratorId}/${region}`, frequency);
  for (const [target, session] of state.sessions.changes()) {
    if (!session || target.region !== region) continue;
    const relationship = relationshipOf(call, target.accountId);
    if (relationship?.administratorId !== administratorId || !isAssociated(relationship)) continue;
    state.sessions.set(target, { ...session, findingPublishingFrequency: frequency });
  }
}

function conflict(message: string): AwsError {
  return new AwsError('ConflictException', { status: 409, message });
}
