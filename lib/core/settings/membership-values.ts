import type { GroupValues, Membership, Observation } from '../observation.ts';

/** The id of the settings group that ListMembers, GetMember and GetAdministratorAccount show. */
export const MEMBERSHIP = 'membership';

/** Of the delegated administrator. */
export const MEMBER = 'member';
/** Out of reach of the administrator: never added, removed, or not yet a member. */
export const NO_MEMBER = 'none';

/** What is known of a membership. `membership` is `member`, `none`, or `member of ACCOUNT`. */
export interface MembershipValues extends GroupValues {
  readonly membership: string;
  /** The account id of the administrator; null without one. */
  readonly administrator: string | null;
  /** In the words of Macie, such as Enabled or Removed; null: the account was never added. */
  readonly relationship: string | null;
  readonly by: 'organization' | 'invitation' | null;
}

export const OUTSIDE: MembershipValues = { membership: NO_MEMBER, administrator: null, relationship: null, by: null };

/** A membership as the account itself shows it. */
export function observeMembership(membership: Membership): Observation {
  switch (membership.kind) {
    case 'none':
      return { kind: 'values', values: OUTSIDE };
    case 'unknown':
      return membership;
    case 'member': {
      const { administrator, relationship, by } = membership;
      return {
        kind: 'values',
        values: { membership: MEMBER, administrator, relationship, by } satisfies MembershipValues,
      };
    }
  }
}

/**
 * Holds a membership against the delegated administrators of the organization; null: they are not known. A member via AWS
 * Organizations has the administrator of its organization; one by invitation may have any.
 */
export function relateMembership(observation: Observation, delegated: readonly string[] | null): Observation {
  if (observation.kind !== 'values') return observation;
  const { membership, administrator = null, by } = observation.values;
  if (membership !== MEMBER || administrator === null) return observation;
  if (delegated === null) return by === 'organization' ? observation : unrelated(administrator);
  if (delegated.includes(administrator)) return observation;
  return { kind: 'values', values: { ...observation.values, membership: `member of ${administrator}` } };
}

function unrelated(administrator: string): Observation {
  return {
    kind: 'unknown',
    reason: 'not-reached',
    detail: `the account is a member of ${administrator} by invitation, and the delegated administrators of the organization are not known here: run from the management account or a delegated administrator, with accounts: organization or a list`,
  };
}
