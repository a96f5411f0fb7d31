import * as z from 'zod/mini';
import type { Actor, Change, Sets } from '../core/activity/macie-call.ts';

/** A call as CloudTrail recorded it. */
export interface TrailRecord {
  readonly change: Change;
  /** The ARN of the role behind a session; of whoever called, if there is no role. */
  readonly issuerArn: string | null;
  /** Why the call failed; null when it did not. */
  readonly errorCode: string | null;
}

/** The calls, and the event of the service itself, that change a session or what depends on it. */
export const MACIE_CALLS: readonly string[] = [
  'EnableMacie',
  'DisableMacie',
  'UpdateMacieSession',
  'UpdateMemberSession',
  'CreateMember',
  'DeleteMember',
  'DisassociateMember',
  'DisassociateFromAdministratorAccount',
  // The same call by its old name.
  'DisassociateFromMasterAccount',
  'AcceptInvitation',
  'EnableOrganizationAdminAccount',
  'DisableOrganizationAdminAccount',
  'UpdateOrganizationConfiguration',
  'UpdateAutomatedDiscoveryConfiguration',
  'BatchUpdateAutomatedDiscoveryAccounts',
  'PutFindingsPublicationConfiguration',
  'PutClassificationExportConfiguration',
  'MacieMemberUpdated',
];

const text = z.optional(z.nullable(z.string()));

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const record = z.looseObject({
  // Not every id of AWS has the version and variant bits of RFC 9562.
  eventID: z.guid(),
  eventName: z.string(),
  eventSource: z.literal('macie2.amazonaws.com'),
  eventTime: z.iso.datetime(),
  awsRegion: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
  recipientAccountId: z.string().check(z.regex(/^\d{12}$/)),
  errorCode: text,
  sourceIPAddress: text,
  userAgent: text,
  requestParameters: z.optional(
    z.nullable(z.looseObject({ status: z.optional(z.unknown()), findingPublishingFrequency: z.optional(z.unknown()) })),
  ),
  userIdentity: z.looseObject({
    type: text,
    arn: text,
    userName: text,
    principalId: text,
    accountId: text,
    invokedBy: text,
    sessionContext: z.optional(
      z.nullable(z.looseObject({ sessionIssuer: z.optional(z.nullable(z.looseObject({ arn: text }))) })),
    ),
  }),
});
type Raw = z.infer<typeof record>;

/** Reads a record of a Macie call, or says in words what is wrong with it. */
export function parseTrailRecord(value: unknown): TrailRecord | { readonly problem: string } {
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `${issue?.path.join('.') || 'the record'} is not what CloudTrail writes of a Macie call` };
  }
  const raw = parsed.data;
  const { eventID, eventName, eventTime, awsRegion, recipientAccountId, errorCode } = raw;
  const issuerArn = raw.userIdentity.sessionContext?.sessionIssuer?.arn ?? raw.userIdentity.arn ?? null;
  return {
    issuerArn,
    errorCode: errorCode ?? null,
    change: {
      accountId: recipientAccountId,
      region: awsRegion,
      eventId: eventID,
      call: bounded(eventName),
      at: new Date(eventTime).toISOString(),
      sets: setsOf(raw),
      actor: actorOf(raw, issuerArn),
    },
  };
}

/** What the session shows after such a call. https://docs.aws.amazon.com/macie/latest/APIReference/macie.html */
function setsOf({ eventName, requestParameters }: Raw): Sets {
  const { status, findingPublishingFrequency } = requestParameters ?? {};
  const frequency =
    typeof findingPublishingFrequency === 'string'
      ? { findingPublishingFrequency: bounded(findingPublishingFrequency) }
      : {};
  const asked = typeof status === 'string' ? { status: bounded(status) } : {};
  switch (eventName) {
    case 'DisableMacie':
      return { status: 'DISABLED' };
    case 'EnableMacie':
      return { status: 'ENABLED', ...asked, ...frequency };
    case 'UpdateMacieSession':
      return { ...asked, ...frequency };
    default:
      return {};
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function actorOf({ userIdentity, sourceIPAddress, userAgent }: Raw, issuerArn: string | null): Actor {
  const { type, arn, userName, principalId, accountId, invokedBy } = userIdentity;
  const name =
    issuerArn ?? invokedBy ?? userName ?? principalId ?? accountId ?? 'somebody whom CloudTrail does not name';
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

/** A user agent can be as long as a request: what is kept and told has an end. */
function bounded(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}…` : text;
}

/**
 * Is it a repair that was made with these credentials? `ownArn`: as STS calls who has them. The same role making a call that
 * macie-warden never makes is somebody who has its credentials.
 */
export function isOwnRepair({ issuerArn, change: { call, sets } }: TrailRecord, ownArn: string): boolean {
  const isRepair =
    (call === 'EnableMacie' || call === 'UpdateMacieSession') && (sets.status ?? 'ENABLED') === 'ENABLED';
  return isRepair && issuerArn !== null && principalOf(issuerArn) === principalOf(ownArn);
}

/** Of arn:aws:iam::1:role/path/name and arn:aws:sts::1:assumed-role/name/session the same: what STS calls a session lacks the path. */
function principalOf(arn: string): string {
  const { account, role } =
    /^arn:[\w-]+:(?:iam|sts)::(?<account>\d{12}):(?:role\/(?:.*\/)?|assumed-role\/)(?<role>[^/]+)(?:\/|$)/.exec(arn)
      ?.groups ?? {};
  return account && role ? `${account}/${role}` : arn;
}
