import * as z from 'zod/mini';
import { valuesSetBy } from '../core/activity/attribution.ts';
import type { TrailRecord } from '../core/activity/received-event.ts';
import { ACCOUNT_ID, REGION_NAME } from '../core/names.ts';
import { actorOf, bounded, userIdentity } from './user-identity.ts';

/** The calls, and the event of the service itself, that change a session or its settings. */
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
  awsRegion: z.string().check(z.regex(REGION_NAME)),
  recipientAccountId: z.string().check(z.regex(ACCOUNT_ID)),
  errorCode: text,
  sourceIPAddress: text,
  userAgent: text,
  requestParameters: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  userIdentity,
});

/** Reads a record of a Macie call, or says in words what is wrong with it. */
export function parseTrailRecord(value: unknown): TrailRecord | { readonly problem: string } {
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `${issue?.path.join('.') || 'the record'} is not what CloudTrail writes of a Macie call` };
  }
  const { eventID, eventName, eventTime, awsRegion, recipientAccountId, errorCode, requestParameters, ...raw } =
    parsed.data;
  const issuerArn = raw.userIdentity.sessionContext?.sessionIssuer?.arn ?? raw.userIdentity.arn ?? null;
  return {
    issuerArn,
    errorCode: errorCode ?? null,
    call: {
      accountId: recipientAccountId,
      region: awsRegion,
      eventId: eventID,
      name: bounded(eventName),
      at: new Date(eventTime).toISOString(),
      sets: valuesSetBy(eventName, textParameters(requestParameters ?? {})),
      actor: actorOf(raw, issuerArn),
    },
  };
}

function textParameters(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (typeof value === 'string' ? [[name, bounded(value)]] : [])),
  );
}
