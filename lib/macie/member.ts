import { GetMemberCommand, type GetMemberCommandOutput } from '@aws-sdk/client-macie2';
import { explainError, explainRefusal } from '../aws/explain-error.ts';
import type { Observation } from '../core/observation.ts';
import { memberShows, sessionOfMember, type Member, type MemberSession } from '../core/organization/member.ts';
import { MEMBERSHIP } from '../core/settings/membership-values.ts';
import type { GroupCall } from './group.ts';
import { memberOf } from './members.ts';

interface MemberCall extends Omit<GroupCall, 'clientToken'> {
  readonly accountId: string;
  /** Of the session or of the membership. */
  readonly group: string;
}

const STATUS_ALONE = {
  reason: 'not-reached',
  detail: 'the administrator of the account shows its status alone',
} as const;

/** The session or the membership of an account, as its administrator shows it. Never throws for what AWS or the network does. */
export async function readMember({ accountId, group, client, region, signal }: MemberCall): Promise<Observation> {
  try {
    const answer = await client.send(new GetMemberCommand({ id: accountId }), { abortSignal: signal });
    const [[, member] = []] = memberOf({ ...answer, accountId });
    return group === MEMBERSHIP ? membershipShown(answer, member) : sessionShown(member);
  } catch (error) {
    if (group === MEMBERSHIP && (await isNotFound(error))) return memberShows(undefined, null);
    const meaning = await explainError(error, { operation: 'macie2:GetMember', region });
    const detail = 'detail' in meaning ? meaning.detail : `macie2:GetMember in ${region}: Macie is not enabled there`;
    return { kind: 'unknown', reason: meaning.kind === 'failure' ? meaning.reason : 'bad-response', detail };
  }
}

function membershipShown({ administratorAccountId }: GetMemberCommandOutput, member: Member | undefined): Observation {
  if (member === undefined) return unusable('without a relationship', 'membership');
  return memberShows(member, administratorAccountId ?? null);
}

function sessionShown(member: Member | undefined): Observation {
  const session: MemberSession = sessionOfMember(member, STATUS_ALONE);
  if (session.kind !== 'ask-account') return session;
  return unusable(member === undefined ? 'without a relationship' : `as ${member.relationship}`, 'status');
}

function unusable(how: string, what: string): Observation {
  return {
    kind: 'unknown',
    reason: 'bad-response',
    detail: `the Macie administrator shows the account ${how}, from which no ${what} follows`,
  };
}

/** Macie says it in two ways. */
async function isNotFound(error: unknown): Promise<boolean> {
  const refusal = await explainRefusal(error);
  const message = error instanceof Error ? error.message : '';
  return refusal === 'not-found' || (refusal === 'invalid' && /not (?:an )?associated/i.test(message));
}
