import {
  EnableMacieCommand,
  GetMacieSessionCommand,
  UpdateMacieSessionCommand,
  type GetMacieSessionCommandOutput,
  type Macie2Client,
} from '@aws-sdk/client-macie2';
import { classifyError } from '../aws/classify.ts';
import type { Observation, Session, Write, WriteAnswer } from '../core/model.ts';

/** A reading, or that the Region rejected the credentials: whether that means "not opted in" only the Region list can say. */
export type Reading = Observation | { readonly kind: 'token-rejected'; readonly detail: string };

export interface SessionCall {
  readonly client: Macie2Client;
  readonly region: string;
  readonly signal: AbortSignal;
}

const OFF: Session = {
  status: 'DISABLED',
  findingPublishingFrequency: null,
  serviceRole: null,
  createdAt: null,
  updatedAt: null,
};

/** Reads one session. Never throws for what AWS or the network does. */
export async function readSession({ client, region, signal }: SessionCall): Promise<Reading> {
  let answer: GetMacieSessionCommandOutput;
  try {
    answer = await client.send(new GetMacieSessionCommand({}), { abortSignal: signal });
  } catch (error) {
    const failure = classifyError(error, { operation: 'macie2:GetMacieSession', region });
    switch (failure.kind) {
      case 'not-enabled':
        return { kind: 'session', session: OFF };
      case 'token-rejected':
        return failure;
      case 'already-enabled':
        return {
          kind: 'unknown',
          reason: 'bad-response',
          detail: 'GetMacieSession answered that Macie is already enabled',
        };
      case 'doubt':
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
    kind: 'session',
    session: {
      status,
      findingPublishingFrequency: answer.findingPublishingFrequency ?? null,
      serviceRole: answer.serviceRole ?? null,
      createdAt: isoTime(answer.createdAt),
      updatedAt: isoTime(answer.updatedAt),
    },
  };
}

/** An odd timestamp is no reason to doubt the status beside it. */
function isoTime(time: Date | undefined): string | null {
  return time === undefined || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** Sends one write. Never throws for what AWS or the network does. `clientToken` makes a repeated EnableMacie one request. */
export async function writeSession(write: Write, call: SessionCall & { clientToken: string }): Promise<WriteAnswer> {
  const { client, region, signal, clientToken } = call;
  const operation = write.kind === 'enable' ? 'macie2:EnableMacie' : 'macie2:UpdateMacieSession';
  try {
    if (write.kind === 'enable') {
      const { findingPublishingFrequency } = write;
      const input = { clientToken, findingPublishingFrequency, status: 'ENABLED' as const };
      await client.send(new EnableMacieCommand(input), { abortSignal: signal });
    } else {
      const { kind: _, ...input } = write;
      await client.send(new UpdateMacieSessionCommand(input), { abortSignal: signal });
    }
    return { kind: 'accepted' };
  } catch (error) {
    const failure = classifyError(error, { operation, region });
    switch (failure.kind) {
      case 'already-enabled':
        return failure;
      case 'not-enabled':
        return { kind: 'refused', reason: 'access-denied', detail: `${operation} in ${region}: Macie is not enabled` };
      case 'token-rejected':
        return { kind: 'refused', reason: 'credentials', detail: failure.detail };
      case 'doubt':
        return {
          kind: failure.mayHaveHappened ? 'unclear' : 'refused',
          reason: failure.reason,
          detail: failure.detail,
        };
    }
  }
}
