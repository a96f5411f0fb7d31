import type { Failure, GroupValues, Membership, Observation } from '../observation.ts';
import { MEMBER, NO_MEMBER, OUTSIDE, type MembershipValues } from '../settings/membership-values.ts';

/** A member of a Macie administrator in one Region, as the administrator lists it. */
export interface Member {
  /** In the words of Macie, such as Enabled or Paused. */
  readonly relationship: string;
  readonly by: 'organization' | 'invitation';
}

/** The members of an administrator in one Region, by account id. */
export type Members = Readonly<Record<string, Member>>;

/** `off`: Macie is off in the account that was asked, so it has no members. */
export type MembersReading =
  | { readonly kind: 'members'; readonly members: Members }
  | { readonly kind: 'off' }
  | ({ readonly kind: 'unknown' } & Failure);

/** What a list of members shows of a session. `ask-account`: only the account itself shows its session. */
export type MemberSession = Observation | { readonly kind: 'ask-account' };

/** Relationships that leave Macie to the account itself. */
const ON_ITS_OWN: ReadonlySet<string> = new Set([
  'Removed',
  'Resigned',
  'Invited',
  'EmailVerificationInProgress',
  'EmailVerificationFailed',
]);

const NOT_APPLICABLE: ReadonlyMap<string, string> = new Map([
  ['RegionDisabled', 'the account has not enabled this Region, as its Macie administrator lists it'],
  ['AccountSuspended', 'the account is suspended, as its Macie administrator lists it'],
]);

const STATUS: ReadonlyMap<string, string> = new Map([
  ['Enabled', 'ENABLED'],
  ['Paused', 'PAUSED'],
]);

/**
 * The session of an account, from the list of its administrator. An account that is not in the list shows its session itself.
 * https://docs.aws.amazon.com/macie/latest/APIReference/members.html
 */
export function sessionOfMember(member: Member | undefined, whyPartial: Failure): MemberSession {
  if (member === undefined || ON_ITS_OWN.has(member.relationship)) return { kind: 'ask-account' };
  const { relationship } = member;
  const status = STATUS.get(relationship);
  if (status !== undefined) return { kind: 'values', values: statusAlone(status), missing: whyPartial };
  const detail = NOT_APPLICABLE.get(relationship);
  if (detail !== undefined) return { kind: 'not-applicable', detail };
  return inTransition(relationship);
}

/** Of a member that is being added, or in a word that nothing follows from. */
function inTransition(relationship: string): Observation {
  return relationship === 'Created'
    ? {
        kind: 'unknown',
        reason: 'pending',
        detail:
          'the administrator has added the account, and Macie has not finished enabling it: check again in some minutes',
      }
    : {
        kind: 'unknown',
        reason: 'bad-response',
        detail: `the Macie administrator lists the account as ${relationship}, a word that this version does not know`,
      };
}

/** The membership of an account, from the list of its administrator. An account that is not in the list was never added. */
export function memberShows(member: Member | undefined, administrator: string | null): Observation {
  if (member === undefined) return { kind: 'values', values: OUTSIDE };
  const { relationship, by } = member;
  const detail = NOT_APPLICABLE.get(relationship);
  if (detail !== undefined) return { kind: 'not-applicable', detail };
  const isMember = STATUS.has(relationship);
  if (!isMember && !ON_ITS_OWN.has(relationship)) return inTransition(relationship);
  const membership = isMember ? MEMBER : NO_MEMBER;
  return { kind: 'values', values: { membership, administrator, relationship, by } satisfies MembershipValues };
}

function statusAlone(status: string): GroupValues {
  return { status, findingPublishingFrequency: null, serviceRole: null, createdAt: null, updatedAt: null };
}

/** The membership that an administrator's list shows. */
export function membershipOf(member: Member, administrator: string): Membership {
  return { kind: 'member', administrator, ...member };
}
