import { valuesSetBy } from '../core/activity/attribution.ts';
import { MEMBER_CALLS } from '../core/activity/member-calls.ts';
import type { TrailRecord } from '../core/activity/received-event.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import { compareText } from '../core/order.ts';
import { SETTINGS } from '../core/settings/index.ts';
import { bounded, isRecord, matchAt, textAt, valueAt } from './fields.ts';
import { actorOf, issuerArnOf } from './user-identity.ts';

/** Calls, and the event of the service itself, that may change Macie in ways that no setting records. */
const OTHER_CALLS: readonly string[] = [
  'BatchUpdateAutomatedDiscoveryAccounts',
  'MacieMemberUpdated',
  'PutClassificationExportConfiguration',
  'UpdateAutomatedDiscoveryConfiguration',
];

/** Everything that can change what a setting shows. The rules of resources/ have the same calls; a test compares them. */
export const MACIE_CALLS: readonly string[] = [
  ...new Set([...SETTINGS.flatMap(({ attributedTo }) => Object.keys(attributedTo)), ...OTHER_CALLS]),
].toSorted(compareText);

/** A label of a host name: a Region of a new form is a Region. */
const REGION = /^(?=.{4,32}$)[a-z]{2,}(?:-[a-z0-9]+)+$/;
/** Not every id of AWS has the version and variant bits of RFC 9562. */
const EVENT_ID = /^[\w-]{1,128}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The account and Region that a record is of; null for what it does not have. */
export function placeOf(record: unknown): { readonly accountId: string | null; readonly region: string | null } {
  return {
    accountId: matchAt(ACCOUNT_ID, record, 'recipientAccountId'),
    region: matchAt(REGION, record, 'awsRegion'),
  };
}

export function regionAt(value: unknown, ...path: readonly string[]): string | null {
  return matchAt(REGION, value, ...path);
}

export function eventIdAt(value: unknown, ...path: readonly string[]): string | null {
  return matchAt(EVENT_ID, value, ...path);
}

/**
 * Reads a record of a Macie call, or says in words what is wrong with it. `accountId`: of the envelope or of the trail, because
 * `recipientAccountId` is optional. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function parseTrailRecord(
  value: unknown,
  { accountId: known = null }: { readonly accountId?: string | null } = {},
): TrailRecord | { readonly problem: string } {
  const { accountId: recipient, region } = placeOf(value);
  const accountId = recipient ?? (valueAt(value, 'recipientAccountId') === undefined ? known : null);
  const eventId = eventIdAt(value, 'eventID');
  const name = textAt(value, 'eventName');
  const at = matchAt(TIME, value, 'eventTime');
  const atMs = Date.parse(at ?? '');
  const parameters = valueAt(value, 'requestParameters') ?? {};
  if (!isRecord(value)) return problem('the record');
  if (textAt(value, 'eventSource') !== 'macie2.amazonaws.com') return problem('eventSource');
  if (eventId === null) return problem('eventID');
  if (name === null) return problem('eventName');
  if (Number.isNaN(atMs)) return problem('eventTime');
  if (region === null) return problem('awsRegion');
  if (accountId === null) return problem('recipientAccountId');
  if (!isRecord(parameters) || !hasTextParameters(parameters)) return problem('requestParameters');
  if (!isTextOrMissing(valueAt(value, 'errorCode'))) return problem('errorCode');
  return {
    issuerArn: issuerArnOf(valueAt(value, 'userIdentity')),
    errorCode: textAt(value, 'errorCode'),
    recordedIn: accountId,
    call: {
      accountId: memberIn(name, value) ?? accountId,
      region,
      eventId,
      name: bounded(name),
      at: new Date(atMs).toISOString(),
      sets: valuesSetBy(name, textParameters(parameters)),
      actor: actorOf(value),
    },
  };
}

/** The member that a call of its administrator changes: the record itself is of the administrator. */
function memberIn(name: string, record: unknown): string | null {
  const path = MEMBER_CALLS.get(name);
  return path === undefined ? null : matchAt(ACCOUNT_ID, record, ...path);
}

function problem(path: string): { readonly problem: string } {
  return { problem: `${path} is not what CloudTrail writes of a Macie call` };
}

/** The parameters that a setting takes its value from, with dots where they are nested. */
const VALUES: readonly string[] = SETTINGS.flatMap(({ attributedTo }) =>
  Object.values(attributedTo).flatMap(({ parameter }) => parameter ?? []),
);

/** A call with a value that cannot be read is not one without the value: what it set is unknown. */
function hasTextParameters(parameters: Readonly<Record<string, unknown>>): boolean {
  return VALUES.every((path) => {
    const value = valueAt(parameters, ...path.split('.'));
    return isTextOrMissing(value) || typeof value === 'boolean';
  });
}

function isTextOrMissing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function textParameters(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    VALUES.flatMap((path) => {
      const value = valueAt(parameters, ...path.split('.'));
      const text = typeof value === 'boolean' ? String(value) : textAt(parameters, ...path.split('.'));
      return text === null ? [] : [[path, bounded(text)] as const];
    }),
  );
}
