import * as z from 'zod/mini';
import type { Actor } from '../core/activity/macie-call.ts';

const text = z.optional(z.nullable(z.string()));

export const userIdentity = z.looseObject({
  type: text,
  arn: text,
  userName: text,
  principalId: text,
  accountId: text,
  invokedBy: text,
  sessionContext: z.optional(
    z.nullable(z.looseObject({ sessionIssuer: z.optional(z.nullable(z.looseObject({ arn: text }))) })),
  ),
});

interface Caller {
  readonly userIdentity: z.infer<typeof userIdentity>;
  readonly sourceIPAddress?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function actorOf(
  { userIdentity: identity, sourceIPAddress, userAgent }: Caller,
  issuerArn: string | null,
): Actor {
  const { type, arn, userName, principalId, accountId, invokedBy } = identity;
  const name =
    issuerArn ?? invokedBy ?? userName ?? principalId ?? accountId ?? 'an identity that CloudTrail does not name';
  // arn:aws:sts::111122223333:assumed-role/Admin/alice, or …:federated-user/alice
  const session =
    arn && arn !== issuerArn ? (/:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/.exec(arn)?.[1] ?? '') : '';
  return {
    type: bounded(type ?? 'an unknown identity'),
    name: bounded(name),
    sessionName: session === '' ? null : bounded(session),
    sourceIp: sourceIPAddress ? bounded(sourceIPAddress) : null,
    userAgent: userAgent ? bounded(userAgent) : null,
  };
}

const MAX_TEXT = 256;

/** A user agent can be as long as a request: the text that is stored and shown is cut. */
export function bounded(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}…` : text;
}
