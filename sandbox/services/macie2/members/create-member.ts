import { AwsError } from '../../../server/errors.ts';
import { jsonBody } from '../../../server/protocols.ts';
import type { Call } from '../../../server/service.ts';
import { existingSession } from '../session.ts';
import { failedBecause } from './errors.ts';
import { memberArn } from './list-members.ts';
import { isAssociated, relationshipOf, settle, store } from './relationship.ts';
import { checkNotMember, isDelegated } from './roles.ts';

/**
 * Adds an account. The delegated administrator makes an account of its organization a member, and enables Macie there;
 * any other account becomes `Created`, which means added and not invited.
 */
export function createMember(call: Call): object {
  const { state, region, now } = call;
  existingSession(call);
  checkNotMember(call);
  const { accountId, email } = detailOf(call);
  if (accountId === call.accountId) throw failedBecause('ValidationException', 'you can’t add your own account');
  checkRelationship(call, accountId);
  checkLimit(call);
  const since = { accountId, administratorId: call.accountId, status: 'Created', updatedAt: now.toISOString() };
  if (isDelegated(call) && state.accounts.isInOrganization(accountId)) {
    checkAccount(call, { accountId, email });
    const readyAt = now.getTime() + (state.organization?.settings.lag ?? 0);
    store(call, { ...since, by: 'organization', email: null, invitedAt: null, readyAt });
    if (state.discovery.modeIn(region) !== 'NONE') state.discovery.set({ accountId, region }, 'ENABLED');
    settle(call, accountId);
  } else {
    store(call, { ...since, by: 'invitation', email, invitedAt: null, readyAt: null });
  }
  return { arn: memberArn({ region, administratorId: call.accountId, accountId }) };
}

function detailOf({ request }: Call): { readonly accountId: string; readonly email: string } {
  const detail: object = Object(jsonBody(request)['account']);
  const [accountId, email] = ['accountId', 'email'].map((key) => Reflect.get(detail, key));
  if (typeof accountId !== 'string' || !/^\d{12}$/.test(accountId))
    throw invalid('account.accountId must be an account of 12 digits');
  if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(email))
    throw invalid('account.email must be an email address');
  return { accountId, email };
}

/** Refuses an account that has an administrator already. */
function checkRelationship(call: Call, accountId: string): void {
  const relationship = relationshipOf(call, accountId);
  if (relationship === null) return;
  const isOwn = relationship.administratorId === call.accountId;
  if (!isOwn && isAssociated(relationship))
    throw failedBecause('ConflictException', 'the account is associated with another Macie administrator account');
  if (isOwn && (isAssociated(relationship) || relationship.status === 'Created'))
    throw failedBecause('ConflictException', 'the account is already a member of your account');
  const { removedMembers } = call.state.organization?.settings ?? {};
  if (isOwn && relationship.status === 'Removed' && removedMembers === 'delete-first')
    throw failedBecause('ConflictException', 'the account is already a member of your account');
}

/** https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html */
function checkAccount(call: Call, { accountId, email }: { accountId: string; email: string }): void {
  const { state, region } = call;
  const session = state.sessions.get({ accountId, region });
  if (email !== state.accounts.member(accountId).email)
    throw invalid(`account.email is not the email address of the account ${accountId}`);
  if (!state.accounts.isOperational(accountId)) throw failedBecause('ValidationException', 'the account is suspended');
  if (!state.isEnabled({ accountId, region }))
    throw failedBecause('ValidationException', 'the account has not enabled the specified AWS Region');
  if (session?.status === 'PAUSED')
    throw failedBecause(
      'ValidationException',
      'Macie is suspended for the account. The account owner must first re-enable Macie',
    );
  if (!session && state.organization?.settings.managementAccount === accountId)
    throw failedBecause('ValidationException', 'Macie must first be enabled for the management account');
}

/** https://docs.aws.amazon.com/macie/latest/user/macie-quotas.html */
function checkLimit(call: Call): void {
  if (!isLimitReached(call)) return;
  throw failedBecause('ServiceQuotaExceededException', 'you have reached the maximum number of member accounts');
}

/** Members are counted only where the limit is within reach, because counting looks at every account. */
export function isLimitReached(call: Call): boolean {
  const { accounts, organization } = call.state;
  const limit = organization?.settings.memberLimit ?? 10_000;
  if (accounts.count < limit) return false;
  let count = 0;
  for (let index = 0; index < accounts.count; index++)
    if (relationshipOf(call, accounts.idAt(index))?.administratorId === call.accountId) count++;
  return count >= limit;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', { status: 400, message });
}
