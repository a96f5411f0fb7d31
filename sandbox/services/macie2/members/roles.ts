import type { Call } from '../../../server/service.ts';
import { existingSession } from '../session.ts';
import { failedBecause } from './errors.ts';
import { isAssociated, relationshipOf } from './relationship.ts';

/** The delegated administrator of the Region. Its own session comes first, as in AWS. */
export function checkAdministrator(call: Call, action: string): void {
  existingSession(call);
  if (isDelegated(call)) return;
  throw failedBecause('AccessDeniedException', `you must be the Macie administrator for an organization to ${action}`);
}

export function isDelegated({ state, region, accountId, now }: Call): boolean {
  return state.designations.enabledIn(region, now) === accountId;
}

export function checkManagement({ state, accountId }: Call): void {
  if (state.organization?.settings.managementAccount === accountId) return;
  throw failedBecause(
    'AccessDeniedException',
    'you must be a user of the AWS Organizations management account to perform this operation',
  );
}

/** A member cannot have members. */
export function checkNotMember(call: Call): void {
  if (!isAssociated(relationshipOf(call, call.accountId))) return;
  throw failedBecause('AccessDeniedException', 'a member account can’t have member accounts of its own');
}
