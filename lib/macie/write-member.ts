import {
  CreateMemberCommand,
  DeleteMemberCommand,
  GetMemberCommand,
  UpdateMemberSessionCommand,
} from '@aws-sdk/client-macie2';
import type { Call, Refusal } from '../aws/error-meaning.ts';
import { explainRefusal } from '../aws/explain-error.ts';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Write } from '../core/settings/group.ts';
import { explainWrite } from './explain.ts';
import type { GroupCall } from './group.ts';

/* Writes that a Macie administrator makes for one of its members, in one Region. */

type MemberCall = Omit<GroupCall, 'clientToken'>;

/** Resumes or adds a member. ENABLED is the only status that is ever sent. Never throws for what AWS or the network does. */
export async function writeMember({ kind, values }: Write, call: MemberCall): Promise<WriteAnswer> {
  if (kind === 'add-member') return addMember(values, call);
  const { client, region, signal } = call;
  try {
    const command = new UpdateMemberSessionCommand({ id: String(values['accountId']), status: 'ENABLED' });
    await client.send(command, { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    return answerOf(error, { operation: 'macie2:UpdateMemberSession', region });
  }
}

/** Some versions of Macie add a removed member again only after its association was deleted. */
async function addMember(values: Write['values'], call: MemberCall): Promise<WriteAnswer> {
  const first = await createMember(values, call);
  if (first.refusal !== 'conflict' && first.refusal !== 'invalid') return first.answer;
  if (!(await wasRemoved(String(values['accountId']), call))) return first.answer;
  const deleted = await deleteMember(String(values['accountId']), call);
  return deleted.kind === 'accepted' ? (await createMember(values, call)).answer : deleted;
}

interface Created {
  readonly answer: WriteAnswer;
  readonly refusal: Refusal | null;
}

async function createMember(
  { accountId = '', email = '' }: Write['values'],
  { client, region, signal }: MemberCall,
): Promise<Created> {
  try {
    await client.send(new CreateMemberCommand({ account: { accountId, email } }), { abortSignal: signal });
    return { answer: { kind: 'accepted' }, refusal: null };
  } catch (error) {
    const refusal = await explainRefusal(error);
    const operation = 'macie2:CreateMember';
    return { answer: refusal === 'quota' ? AT_LIMIT : await answerOf(error, { operation, region }), refusal };
  }
}

const AT_LIMIT: WriteAnswer = {
  kind: 'manual',
  detail:
    'the Macie administrator has reached its member limit in this Region (ServiceQuotaExceededException): ask AWS Support for a higher quota, or remove members there',
};

/** Only an association that has ended is ever deleted: the account loses nothing by it. */
async function wasRemoved(accountId: string, { client, signal }: MemberCall): Promise<boolean> {
  try {
    const { relationshipStatus } = await client.send(new GetMemberCommand({ id: accountId }), { abortSignal: signal });
    return relationshipStatus === 'Removed' || relationshipStatus === 'Resigned';
  } catch {
    // Without an answer the refusal stands.
    return false;
  }
}

async function deleteMember(accountId: string, { client, region, signal }: MemberCall): Promise<WriteAnswer> {
  try {
    await client.send(new DeleteMemberCommand({ id: accountId }), { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    const answer = await answerOf(error, { operation: 'macie2:DeleteMember', region });
    if (answer.kind !== 'refused') return answer;
    const detail = `the account was removed as a member, and is added again only after its association is deleted: ${answer.detail}. Delete it by hand, by DeleteMember at the administrator`;
    return { kind: 'manual', detail };
  }
}

function answerOf(error: unknown, call: Call): Promise<WriteAnswer> {
  return explainWrite(error, call, ' in the administrator: enable it there first');
}
