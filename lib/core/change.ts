import type { Session, Target } from './model.ts';
import { compareText } from './order.ts';

/** Who called, as CloudTrail records it. All of it is text from outside; `null` is what the record does not say. */
export interface Actor {
  /** Such as IAMUser, AssumedRole, Root, AWSService. */
  readonly type: string;
  /** The ARN of a user or a role, or the name of a service. */
  readonly name: string;
  /** What whoever assumed the role called the session: for people of IAM Identity Center, their user name. */
  readonly sessionName: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
}

/** A call that CloudTrail recorded, of one target. That it was made is known; what the session is now, only a reading says. */
export interface Change extends Target {
  readonly eventId: string;
  /** Such as DisableMacie. */
  readonly call: string;
  /** ISO 8601 UTC, of whole seconds. */
  readonly at: string;
  /** What the session shows if this call was the last. Empty for calls of which that is not known. */
  readonly sets: Sets;
  readonly actor: Actor;
}

export type Sets = Readonly<Partial<Record<'status' | 'findingPublishingFrequency', string>>>;

/** CloudTrail gives whole seconds: what a session says of itself is newer for certain only a second later. */
export const SECOND_MS = 1000;

/**
 * Does the session show what the last of these calls, made in the same second, has set, or that it has been changed since? Of
 * several nobody knows which was the last: then only DISABLED is believed, because a session that is gone has no time to show.
 */
export function isCaughtUp(session: Session, calls: readonly Change[]): boolean {
  const isNewer = calls.every(
    ({ at }) => Date.parse(String(session.updatedAt ?? session.createdAt)) >= Date.parse(at) + SECOND_MS,
  );
  const [only, ...others] = calls;
  if (isNewer || !only) return true;
  if (others.length > 0) return session.status === 'DISABLED' && calls.some(({ sets }) => sets.status === 'DISABLED');
  const { status = session.status, findingPublishingFrequency: frequency } = only.sets;
  return status === session.status && (frequency === undefined || frequency === session.findingPublishingFrequency);
}

/**
 * The call that made a setting what it is: the newest that touched it, if that is what it set. If it is not, somebody whom nobody
 * saw came after, and nobody is named.
 */
export function causeOf(
  changes: readonly Change[],
  { accountId, region, setting, value }: Target & { readonly setting: string; readonly value: string | null },
): Change | null {
  if (setting !== 'status' && setting !== 'findingPublishingFrequency') return null;
  const touching = changes.filter(
    (change) => change.accountId === accountId && change.region === region && change.sets[setting] !== undefined,
  );
  const [newest] = touching
    .map(({ at }) => at)
    .toSorted(compareText)
    .slice(-1);
  // Of two calls in the same second, that which set what is seen was the later one.
  return touching.find(({ at, sets }) => at === newest && sets[setting] === value) ?? null;
}
