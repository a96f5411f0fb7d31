import { GROUPS } from '../settings/index.ts';
import type { MacieCall } from './macie-call.ts';
import { targetKey, type Target } from '../target.ts';

/** A call as CloudTrail recorded it. */
export interface TrailRecord {
  /** The account in whose trail it is: of the call, or of its administrator. */
  readonly recordedIn: string;
  /** Of a call for several members: the one that this is of. Left out: it is a call for one account. */
  readonly member?: string;
  readonly call: MacieCall;
  /** The ARN of the role behind a session; of the caller, if there is no role. */
  readonly issuerArn: string | null;
  /** Why the call failed; null when it did not. */
  readonly errorCode: string | null;
}

export interface CallEvent extends TrailRecord {
  readonly kind: 'call';
}

/** A Region was enabled or disabled for the account: there may be a session now, or none any more. */
export interface OptInEvent extends Target {
  readonly kind: 'opt-in';
  readonly id: string | null;
}

/** A Macie event of a known target that lacks something: its target is read, and nobody is named. */
export interface UnattributedEvent extends Target {
  readonly kind: 'unattributed';
  /** null where it has none: a second delivery is then checked again. */
  readonly id: string | null;
  readonly why: string;
}

/** An event that names no account or Region, or is not of Macie. It is logged and counted. */
export interface MalformedEvent {
  readonly kind: 'malformed';
  readonly why: string;
}

/** An event whose target can be read. */
export type TargetEvent = CallEvent | OptInEvent | UnattributedEvent;

/** One event that `change` was given. `messageId`: of the queue; null for an event that came without one. */
export interface ReceivedEvent {
  readonly messageId: string | null;
  /** It came in a batch; without an id of its message it cannot be returned to the queue. */
  readonly isOfBatch?: true;
  readonly event: TargetEvent | MalformedEvent;
}

/** The id by which a second delivery is known. The record of a call for several members is an event of each. */
export function eventId(event: TargetEvent): string | null {
  if (event.kind !== 'call') return event.id;
  const { member, call } = event;
  return member === undefined ? call.eventId : `${call.eventId}-${member}`;
}

export function targetOf(event: TargetEvent): Target {
  const { accountId, region } = event.kind === 'call' ? event.call : event;
  return { accountId, region };
}

export function eventTargetKey(event: TargetEvent): string {
  return targetKey(targetOf(event));
}

/** The operations that write a settings group, and the values that they are ever sent. */
const REPAIRS = new Map(GROUPS.flatMap(({ operations }) => Object.entries(operations)));

/**
 * Is it a repair that was made with these credentials? `ownArn`: as STS returns it. A call that macie-warden never makes, by
 * the same role, was made by somebody else who holds its credentials.
 */
export function isOwnRepair({ issuerArn, call: { name, sets } }: TrailRecord, ownArn: string): boolean {
  const sent = REPAIRS.get(name);
  const isRepair = sent !== undefined && Object.entries(sent).every(([id, value]) => (sets[id] ?? value) === value);
  return isRepair && issuerArn !== null && principalOf(issuerArn) === principalOf(ownArn);
}

/** Of arn:aws:iam::1:role/path/name and arn:aws:sts::1:assumed-role/name/session the same: the ARN of a session lacks the path. */
function principalOf(arn: string): string {
  const { account, role } =
    /^arn:[\w-]+:(?:iam|sts)::(?<account>\d{12}):(?:role\/(?:.*\/)?|assumed-role\/)(?<role>[^/]+)(?:\/|$)/.exec(arn)
      ?.groups ?? {};
  return account && role ? `${account}/${role}` : arn;
}
