import { paginateListMembers, type Macie2Client, type Member as ListedMember } from '@aws-sdk/client-macie2';
import { everyPage } from '../aws/every-page.ts';
import { explainError } from '../aws/explain-error.ts';
import { itemsOf } from '../aws/items-of.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import type { Member, MembersReading } from '../core/organization/member.ts';

interface MembersCall {
  /** With the credentials of the administrator. */
  readonly client: Macie2Client;
  readonly region: string;
  readonly signal: AbortSignal;
}

/** https://docs.aws.amazon.com/macie/latest/APIReference/members.html */
const PAGE_SIZE = 25;

/**
 * The members of an administrator in one Region, in every relationship: one call for each 25. Never throws for what AWS or the
 * network does: a list that broke off is none, because an account that it lacks is not an account without Macie.
 */
export async function readMembers({ client, region, signal }: MembersCall): Promise<MembersReading> {
  const members: Record<string, Member> = {};
  try {
    const pages = paginateListMembers(
      { client, pageSize: PAGE_SIZE },
      { onlyAssociated: 'false' },
      { abortSignal: signal },
    );
    for await (const page of everyPage(pages, ({ nextToken }) => nextToken))
      for (const [id, member] of itemsOf(page.members).flatMap(memberOf)) members[id] = member;
    return { kind: 'members', members };
  } catch (error) {
    const meaning = await explainError(error, { operation: 'macie2:ListMembers', region });
    switch (meaning.kind) {
      case 'not-enabled':
        return { kind: 'off' };
      case 'token-rejected':
        return { kind: 'unknown', reason: 'credentials', detail: meaning.detail };
      case 'already-enabled':
        return {
          kind: 'unknown',
          reason: 'bad-response',
          detail: `macie2:ListMembers in ${region} answered that Macie is already enabled`,
        };
      case 'failure':
        return { kind: 'unknown', reason: meaning.reason, detail: meaning.detail };
    }
  }
}

/** The SDK passes on what it got, whatever its types say. A member without an id or a relationship shows nothing. */
export function memberOf({
  accountId,
  relationshipStatus,
  email,
  invitedAt,
}: ListedMember): readonly (readonly [string, Member])[] {
  const id: unknown = accountId;
  const relationship: unknown = relationshipStatus;
  if (typeof id !== 'string' || !ACCOUNT_ID.test(id) || typeof relationship !== 'string' || relationship === '')
    return [];
  // The API has no field for it: accounts of the organization have no email here, and were never invited.
  const isInvited = Boolean(invitedAt) || Boolean(email);
  return [[id, { relationship, by: isInvited ? 'invitation' : 'organization' }]];
}
