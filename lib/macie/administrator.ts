import type { Membership } from '../core/observation.ts';
import {
  GetAdministratorAccountCommand,
  type GetAdministratorAccountCommandOutput,
  type Invitation,
} from '@aws-sdk/client-macie2';
import { explainError } from '../aws/explain-error.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import type { GroupCall } from './group.ts';

// https://docs.aws.amazon.com/macie/latest/APIReference/administrator.html
const MEMBER = new Set(['Enabled', 'Paused', 'RegionDisabled', 'AccountSuspended']);
/** Relationships that never began or are over. */
const WITHOUT_RIGHTS = new Set([
  'Created',
  'EmailVerificationFailed',
  'EmailVerificationInProgress',
  'Invited',
  'Removed',
  'Resigned',
]);

type AdministratorCall = Pick<GroupCall, 'client' | 'region' | 'signal' | 'answers'>;

/** Reads the administrator of an account. Never throws for what AWS or the network does. */
export function readAdministrator({ answers = {}, ...call }: AdministratorCall): Promise<Membership> {
  return (answers.membership ??= askForAdministrator(call));
}

async function askForAdministrator({ client, region, signal }: AdministratorCall): Promise<Membership> {
  try {
    const answer = await client.send(new GetAdministratorAccountCommand({}), { abortSignal: signal });
    return membershipOf(answer, region);
  } catch (error) {
    const meaning = await explainError(error, { operation: 'macie2:GetAdministratorAccount', region });
    switch (meaning.kind) {
      // Only a session can be a member.
      case 'not-enabled':
        return { kind: 'none' };
      case 'token-rejected':
        return { kind: 'unknown', reason: 'credentials', detail: meaning.detail };
      case 'already-enabled':
        return unusable(region, 'answered that Macie is already enabled');
      case 'failure':
        return isWithoutAdministrator(meaning.detail)
          ? { kind: 'none' }
          : { kind: 'unknown', reason: meaning.reason, detail: meaning.detail };
    }
  }
}

/** An account of an organization that has no delegated administrator is refused in these words, with any apostrophe. */
function isWithoutAdministrator(detail: string): boolean {
  return /there (isn.t|is not) a delegated Macie administrator/i.test(detail);
}

function membershipOf({ administrator }: GetAdministratorAccountCommandOutput, region: string): Membership {
  if (administrator === undefined || administrator === null) return { kind: 'none' };
  // The SDK passes on what it got, whatever its types say.
  const accountId: unknown = administrator.accountId;
  const relationship: unknown = administrator.relationshipStatus;
  if (typeof accountId !== 'string' || !ACCOUNT_ID.test(accountId))
    return unusable(region, 'answered with an administrator without an account');
  if (typeof relationship !== 'string' || relationship === '')
    return unusable(region, `answered without the relationship to the administrator ${accountId}`);
  if (WITHOUT_RIGHTS.has(relationship)) return { kind: 'none' };
  if (!MEMBER.has(relationship))
    return unusable(region, `answered with the relationship ${relationship}, which this version does not know`);
  const by = isInvited(administrator) ? 'invitation' : 'organization';
  return { kind: 'member', administrator: accountId, relationship, by };
}

/** No field says how an account became a member; only an invitation has an id and a time. */
function isInvited({ invitationId, invitedAt }: Invitation): boolean {
  return [invitationId, invitedAt].some((one: unknown) => one !== undefined && one !== null && one !== '');
}

function unusable(region: string, detail: string): Membership {
  return { kind: 'unknown', reason: 'bad-response', detail: `macie2:GetAdministratorAccount in ${region} ${detail}` };
}
