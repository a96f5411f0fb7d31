import { GetAdministratorAccountCommand, type GetAdministratorAccountCommandOutput } from '@aws-sdk/client-macie2';
import { explainError } from '../aws/explain-error.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import type { Failure } from '../core/observation.ts';
import type { GroupCall } from './group.ts';

/** The administrator of the Macie of an account. `relationship`: as Macie names it, such as Enabled or Paused. */
export type AdministratorReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'member'; readonly administrator: string; readonly relationship: string }
  | ({ readonly kind: 'unknown' } & Failure);

/** Relationships that never began or are over. https://docs.aws.amazon.com/macie/latest/APIReference/administrator.html */
const WITHOUT_RIGHTS = new Set([
  'Created',
  'EmailVerificationFailed',
  'EmailVerificationInProgress',
  'Invited',
  'Removed',
  'Resigned',
]);

/** Reads the administrator of an account. Never throws for what AWS or the network does. */
export async function readAdministrator({
  client,
  region,
  signal,
}: Omit<GroupCall, 'clientToken'>): Promise<AdministratorReading> {
  try {
    const answer = await client.send(new GetAdministratorAccountCommand({}), { abortSignal: signal });
    return administratorOf(answer, region);
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

/** An account of an organization that has no delegated administrator is refused in these words. The apostrophe may be U+2019. */
function isWithoutAdministrator(detail: string): boolean {
  return /there (isn['’]t|is not) a delegated Macie administrator/i.test(detail);
}

function administratorOf(
  { administrator }: GetAdministratorAccountCommandOutput,
  region: string,
): AdministratorReading {
  if (administrator === undefined || administrator === null) return { kind: 'none' };
  // The SDK passes on what it got, whatever its types say.
  const accountId: unknown = administrator.accountId;
  const relationship: unknown = administrator.relationshipStatus;
  if (typeof accountId !== 'string' || !ACCOUNT_ID.test(accountId))
    return unusable(region, 'answered with an administrator without an account');
  if (typeof relationship !== 'string' || relationship === '')
    return unusable(region, `answered without the relationship to the administrator ${accountId}`);
  return WITHOUT_RIGHTS.has(relationship)
    ? { kind: 'none' }
    : { kind: 'member', administrator: accountId, relationship };
}

function unusable(region: string, detail: string): AdministratorReading {
  return { kind: 'unknown', reason: 'bad-response', detail: `macie2:GetAdministratorAccount in ${region} ${detail}` };
}
