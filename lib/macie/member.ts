import {
  CreateMemberCommand,
  GetMemberCommand,
  UpdateMemberSessionCommand,
  type GetMemberCommandOutput,
} from '@aws-sdk/client-macie2';
import { explainError } from '../aws/explain-error.ts';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Observation } from '../core/observation.ts';
import { sessionOfMember, type MemberSession } from '../core/organization/member.ts';
import type { Write } from '../core/settings/group.ts';
import type { GroupCall } from './group.ts';
import { memberOf } from './members.ts';

/* Calls that a Macie administrator makes for one of its members, in one Region. */

type MemberCall = Omit<GroupCall, 'clientToken'>;

/** Resumes or adds a member. ENABLED is the only status that is ever sent. Never throws for what AWS or the network does. */
export async function writeMember(
  { kind, values }: Write,
  { client, region, signal }: MemberCall,
): Promise<WriteAnswer> {
  const { accountId = '', email = '' } = values;
  const operation = kind === 'add-member' ? 'macie2:CreateMember' : 'macie2:UpdateMemberSession';
  try {
    if (kind === 'add-member')
      await client.send(new CreateMemberCommand({ account: { accountId, email } }), { abortSignal: signal });
    else
      await client.send(new UpdateMemberSessionCommand({ id: accountId, status: 'ENABLED' }), { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    const meaning = await explainError(error, { operation, region });
    switch (meaning.kind) {
      case 'already-enabled':
        return meaning;
      case 'not-enabled':
        return {
          kind: 'refused',
          reason: 'access-denied',
          detail: `${operation} in ${region}: Macie is not enabled in the administrator: enable it there first`,
        };
      case 'token-rejected':
        return { kind: 'refused', reason: 'credentials', detail: meaning.detail };
      case 'failure': {
        const { reason, detail, mayHaveHappened } = meaning;
        return { kind: mayHaveHappened ? 'unclear' : 'refused', reason, detail };
      }
    }
  }
}

const STATUS_ALONE = {
  reason: 'not-reached',
  detail: 'the administrator of the account shows its status alone',
} as const;

/** The session of a member, as its administrator shows it. Never throws for what AWS or the network does. */
export async function readMember(accountId: string, { client, region, signal }: MemberCall): Promise<Observation> {
  try {
    return shown(await client.send(new GetMemberCommand({ id: accountId }), { abortSignal: signal }), accountId);
  } catch (error) {
    const meaning = await explainError(error, { operation: 'macie2:GetMember', region });
    const detail = 'detail' in meaning ? meaning.detail : `macie2:GetMember in ${region}: Macie is not enabled there`;
    return { kind: 'unknown', reason: meaning.kind === 'failure' ? meaning.reason : 'bad-response', detail };
  }
}

function shown(answer: GetMemberCommandOutput, accountId: string): Observation {
  const [[, member] = []] = memberOf({ ...answer, accountId });
  const session: MemberSession = sessionOfMember(member, STATUS_ALONE);
  if (session.kind !== 'ask-account') return session;
  const relationship = member === undefined ? 'without a relationship' : `as ${member.relationship}`;
  return {
    kind: 'unknown',
    reason: 'bad-response',
    detail: `the Macie administrator shows the account ${relationship}, from which no status follows`,
  };
}
