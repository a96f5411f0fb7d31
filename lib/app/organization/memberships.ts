import type { Lookup } from '../../core/lookup.ts';
import type { Observation, Observations } from '../../core/observation.ts';
import { memberShows, sessionOfMember, type Member } from '../../core/organization/member.ts';
import type { Desired } from '../../core/settings/desired.ts';
import { MEMBERSHIP, NO_MEMBER, relateMembership } from '../../core/settings/membership-values.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetByAdministrator } from './by-administrators.ts';
import type { RegionMembers } from './region-members.ts';
import type { AccountScan, ScannedTarget } from '../scan/scan-result.ts';

/** What is known of a target beside its own readings. */
export interface MembershipFacts {
  readonly desired: Desired;
  /** The delegated administrators of the organization. */
  readonly delegated: Lookup<readonly string[]>;
  /** What the administrator of the Region lists. Left out: it was not asked. */
  readonly region?: RegionMembers | undefined;
}

/** Is Macie off in the account, or the account no member? Then its administrator can add it, if the organization has one. Pure. */
export function canBeAdded({ target, observations }: ScannedTarget, delegated: MembershipFacts['delegated']): boolean {
  if (delegated.kind === 'known' && (delegated.value.length === 0 || delegated.value.includes(target.accountId)))
    return false;
  return statusIn(observations) === 'DISABLED' || isOutside(observations[MEMBERSHIP]);
}

/** A target with what the administrator of its Region shows of it. Its own readings of its session come first. Pure. */
export function withMembership(
  scanned: ScannedTarget,
  { account: { isManagement }, unreachable }: Pick<AccountScan, 'account' | 'unreachable'>,
  { desired, delegated, region }: MembershipFacts,
): ScannedTarget {
  const members = region?.reading.kind === 'members' ? region.reading.members : null;
  const member = members?.[scanned.target.accountId];
  const seen = withSession(scanned, { unreachable, member, region });
  if (desired[MEMBERSHIP] === undefined) return seen;
  const isAdministrator = delegated.kind === 'known' && delegated.value.includes(scanned.target.accountId);
  if (isAdministrator && statusIn(seen.observations) !== 'ENABLED' && statusIn(seen.observations) !== 'PAUSED')
    return withObservation(seen, ITSELF);
  const own = seen.observations[MEMBERSHIP];
  const isAsked = members !== null && (own === undefined || isOutside(own)) && !isUnreadable(seen, unreachable);
  const shown = isAsked ? shownBoth(own, memberShows(member, region?.administrator ?? null)) : own;
  if (shown === undefined) return seen;
  const related = relateMembership(shown, delegated.kind === 'known' ? delegated.value : null);
  return withObservation(seen, isManagement && desired['status'] === 'ENABLED' ? withoutStatus(related) : related);
}

const ITSELF: Observation = {
  kind: 'not-applicable',
  detail: 'the account is a Macie administrator of its organization',
};

/** The list stands in for the session of an account that could not be reached, and knows that an account is being added. */
function withSession(
  scanned: ScannedTarget,
  {
    unreachable,
    member,
    region,
  }: Pick<AccountScan, 'unreachable'> & {
    readonly member: Member | undefined;
    readonly region?: RegionMembers | undefined;
  },
): ScannedTarget {
  if (region === undefined) return scanned;
  const { target, observations } = scanned;
  if (unreachable !== null) {
    const view = { regions: { [region.region]: region }, notices: [] };
    return targetByAdministrator(target, { view, whyPartial: unreachable }) ?? scanned;
  }
  if (member?.relationship !== 'Created' || statusIn(observations) !== 'DISABLED') return scanned;
  const session = sessionOfMember(member, NOT_READ);
  return session.kind === 'ask-account' ? scanned : { ...scanned, observations: { [SESSION]: session } };
}

const NOT_READ = { reason: 'not-reached', detail: 'only the account shows it' } as const;

/** While Macie is off in an account, its own reading says so beside what the administrator knows of it. */
function shownBoth(own: Observation | undefined, listed: Observation): Observation {
  if (own?.kind !== 'values' || listed.kind !== 'values') return listed;
  // An account that says it is none has the later word on a membership that its administrator shows.
  return isOutside(listed) ? { kind: 'values', values: { ...own.values, ...listed.values } } : listed;
}

/** The management account enables Macie itself, and is added afterwards: both are shown. */
function withoutStatus(observation: Observation): Observation {
  if (observation.kind !== 'values') return observation;
  const { status: _, ...values } = observation.values;
  return { ...observation, values };
}

function withObservation(scanned: ScannedTarget, observation: Observation): ScannedTarget {
  return { ...scanned, observations: { ...scanned.observations, [MEMBERSHIP]: observation } };
}

/** A target whose session is unknown for a reason of its own, such as a Region without an answer, keeps one unknown. */
function isUnreadable({ observations }: ScannedTarget, unreachable: AccountScan['unreachable']): boolean {
  return unreachable === null && observations[SESSION]?.kind !== 'values';
}

function isOutside(observation: Observation | undefined): boolean {
  return observation?.kind === 'values' && observation.values['membership'] === NO_MEMBER;
}

function statusIn({ [SESSION]: session }: Observations): string | null | undefined {
  return session?.kind === 'values' ? session.values['status'] : undefined;
}
