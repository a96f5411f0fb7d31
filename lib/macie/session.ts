import {
  EnableMacieCommand,
  GetMacieSessionCommand,
  UpdateMacieSessionCommand,
  type GetMacieSessionCommandOutput,
} from '@aws-sdk/client-macie2';
import { explainError } from '../aws/explain-error.ts';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Observation, Reading } from '../core/observation.ts';
import { FREQUENCIES, type Session } from '../core/settings/session.ts';
import type { Write } from '../core/settings/group.ts';
import { explainWrite, isOfMacie, withAdvice } from './explain.ts';
import { textOf } from './fields.ts';
import type { GroupCall } from './group.ts';

const OFF: Session = {
  status: 'DISABLED',
  findingPublishingFrequency: null,
  serviceRole: null,
  createdAt: null,
  updatedAt: null,
};

/** Reads one session. Never throws for what AWS or the network does. */
export async function readSession({ client, region, signal }: GroupCall): Promise<Reading> {
  let answer: GetMacieSessionCommandOutput;
  try {
    answer = await client.send(new GetMacieSessionCommand({}), { abortSignal: signal });
  } catch (error) {
    const failure = await explainError(error, { operation: 'macie2:GetMacieSession', region });
    switch (failure.kind) {
      case 'not-enabled':
        return { kind: 'values', values: OFF };
      case 'token-rejected':
        return failure;
      case 'already-enabled':
        return {
          kind: 'unknown',
          reason: 'bad-response',
          detail: 'GetMacieSession answered that Macie is already enabled',
        };
      case 'failure':
        return { kind: 'unknown', reason: failure.reason, detail: failure.detail };
    }
  }
  return sessionOf(answer, region);
}

function sessionOf(answer: GetMacieSessionCommandOutput, region: string): Observation {
  // The SDK passes on what it got, whatever its types say.
  const status: unknown = answer.status;
  if (typeof status !== 'string' || status === '') {
    return {
      kind: 'unknown',
      reason: 'bad-response',
      detail: `macie2:GetMacieSession in ${region} answered without a status, from which nothing follows`,
    };
  }
  return {
    kind: 'values',
    values: {
      status,
      findingPublishingFrequency: textOf(answer.findingPublishingFrequency),
      serviceRole: textOf(answer.serviceRole),
      createdAt: isoTime(answer.createdAt),
      updatedAt: isoTime(answer.updatedAt),
    } satisfies Session,
  };
}

/** An odd timestamp is no reason to doubt the status beside it. */
function isoTime(time: unknown): string | null {
  return !(time instanceof Date) || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** Sends one write. Never throws for what AWS or the network does. */
export async function writeSession(write: Write, call: GroupCall): Promise<WriteAnswer> {
  try {
    await send(write, call);
    return { kind: 'accepted' };
  } catch (error) {
    const operation = write.kind === 'enable' ? 'macie2:EnableMacie' : 'macie2:UpdateMacieSession';
    const answer = await explainWrite(error, { operation, region: call.region });
    const isResume = write.kind !== 'enable' && write.values['status'] !== undefined;
    return isResume ? explainResume(answer) : answer;
  }
}

/** ENABLED is the only status that is ever sent, whatever the write says. */
async function send({ kind, values }: Write, { client, signal, clientToken }: GroupCall): Promise<void> {
  const frequency = FREQUENCIES.find((one) => one === values['findingPublishingFrequency']);
  const input = frequency === undefined ? {} : { findingPublishingFrequency: frequency };
  if (kind === 'enable') {
    const command = new EnableMacieCommand({ ...input, clientToken, status: 'ENABLED' });
    await client.send(command, { abortSignal: signal });
  } else {
    const status = values['status'] === undefined ? {} : { status: 'ENABLED' as const };
    await client.send(new UpdateMacieSessionCommand({ ...status, ...input }), { abortSignal: signal });
  }
}

/** AWS documents that a member of an organization is refused, and not in which words. */
function explainResume(answer: WriteAnswer): WriteAnswer {
  return answer.kind === 'refused' && isOfMacie(answer)
    ? { ...answer, detail: withAdvice(answer.detail, OF_A_MEMBER) }
    : answer;
}

const OF_A_MEMBER =
  'If this account is a member of an organization in Macie, that is why: only its Macie administrator can resume it, by UpdateMemberSession';
