import { AwsError } from '../../../server/errors.ts';
import { scan } from '../../../server/paging.ts';
import type { Call } from '../../../server/service.ts';
import { existingSession } from '../session.ts';
import { failedBecause } from './errors.ts';
import { isAssociated, relationshipOf, type Relationship } from './relationship.ts';

const MAX_RESULTS = 25;

/** The members of the caller. An account that was never added is no member, whatever `onlyAssociated` says. */
export function listMembers(call: Call): object {
  existingSession(call);
  const { query } = call.request;
  const onlyAssociated = query.get('onlyAssociated') ?? 'true';
  if (!['true', 'false'].includes(onlyAssociated))
    throw new AwsError('ValidationException', { status: 400, message: 'onlyAssociated must be true or false' });
  const { accounts } = call.state;
  const at = (index: number): Relationship | null => {
    const relationship = relationshipOf(call, accounts.idAt(index));
    if (relationship?.administratorId !== call.accountId) return null;
    return onlyAssociated === 'false' || isAssociated(relationship) ? relationship : null;
  };
  const { items, nextToken } = scan(
    { count: accounts.count, at },
    { size: sizeOf(query), token: query.get('nextToken'), max: MAX_RESULTS },
  );
  return { members: items.map((member) => describe(call, member)), ...(nextToken ? { nextToken } : {}) };
}

/** The size of a page, which is a text in a query. */
export function sizeOf(query: URLSearchParams): number | undefined {
  const size = query.get('maxResults');
  return size === null ? undefined : Number(size);
}

export function getMember(call: Call): object {
  return describe(call, ownMember(call, 'ResourceNotFoundException'));
}

/** The member that the path of the request names. Throws an error with this code if the caller does not have it. */
export function ownMember(call: Call, code: 'ResourceNotFoundException' | 'ValidationException'): Relationship {
  existingSession(call);
  const relationship = relationshipOf(call, memberIdOf(call));
  if (relationship?.administratorId === call.accountId) return relationship;
  throw failedBecause(code, 'the specified account is not associated with your account');
}

/** The id at the end of the path. */
function memberIdOf({ request }: Call): string {
  return request.path.split('/').at(-1) ?? '';
}

function describe({ accountId, region }: Call, member: Relationship): object {
  return {
    accountId: member.accountId,
    administratorAccountId: accountId,
    masterAccountId: accountId,
    arn: memberArn({ region, administratorId: accountId, accountId: member.accountId }),
    email: member.email,
    invitedAt: member.invitedAt,
    relationshipStatus: member.status,
    tags: {},
    updatedAt: member.updatedAt,
  };
}

export function memberArn(names: { region: string; administratorId: string; accountId: string }): string {
  return `arn:aws:macie2:${names.region}:${names.administratorId}:member/${names.accountId}`;
}
