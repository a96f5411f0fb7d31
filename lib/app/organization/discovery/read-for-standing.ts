import type { Observation, Reading } from '../../../core/observation.ts';
import { discoveryOfMember, showsMember } from '../../../core/organization/discovery.ts';
import { ADMINISTRATOR, STANDALONE, STANDING } from '../../../core/settings/automated-discovery.ts';
import { groupOf } from '../../../core/settings/registry.ts';
import type { AccountAccess, ScanDeps } from '../../scan/deps.ts';
import { readMembership, readOnce, type GroupOrder } from '../../scan/read-group.ts';
import type { DiscoveryLookup, RegionDiscovery } from './discovery-view.ts';

export interface StandingOrder extends GroupOrder {
  readonly accountId: string;
}

interface StandingDeps extends Pick<ScanDeps, 'limits'> {
  readonly account: AccountAccess;
  readonly discoveryIn: DiscoveryLookup;
}

/**
 * Reads a settings group of a target where its account can have it. A known member is not asked for what its administrator sets:
 * that would only be a denial in its CloudTrail.
 */
export async function readForStanding(order: StandingOrder, deps: StandingDeps): Promise<Reading> {
  const { appliesTo } = groupOf(order.group);
  if (appliesTo === undefined) return readOnce(deps.account, order, deps);
  const known = await deps.discoveryIn(order.region);
  return appliesTo === 'members' ? readMember(order, known, deps) : readNonMember(order, known, deps);
}

/** The access to the account of a target that reads a settings group in the same way. */
export function accessForStanding(
  order: Pick<StandingOrder, 'accountId' | 'desired'>,
  deps: StandingDeps,
): AccountAccess {
  return { ...deps.account, read: (asked) => readForStanding({ ...order, ...asked }, deps) };
}

export const OF_ADMINISTRATOR: Observation = {
  kind: 'not-applicable',
  detail: 'the account is a member of an organization: its Macie administrator sets it',
};

function readNonMember(
  order: StandingOrder,
  { view, delegated }: RegionDiscovery,
  { account, limits }: StandingDeps,
): Promise<Reading> | Observation {
  const { accountId } = order;
  if (view && showsMember(view, accountId)) return OF_ADMINISTRATOR;
  const isOutside = delegated !== null && !delegated.includes(accountId);
  const standing = view?.administrator === accountId ? ADMINISTRATOR : isOutside ? STANDALONE : null;
  return readOnce(account, { ...order, known: { [STANDING]: standing } }, { limits });
}

/** From the list of its administrator; where that shows nothing of it, from the account itself. */
async function readMember(
  order: StandingOrder,
  { view }: RegionDiscovery,
  { account, limits }: StandingDeps,
): Promise<Reading> {
  const { accountId } = order;
  if (view?.administrator === accountId)
    return {
      kind: 'not-applicable',
      detail: 'the account is the Macie administrator: automatedDiscovery is its own setting',
    };
  if (view && showsMember(view, accountId)) return discoveryOfMember(accountId, view);
  const membership = await readMembership(account, order, limits);
  switch (membership.kind) {
    case 'none':
      return { kind: 'not-applicable', detail: 'the account is no member of a Macie administrator' };
    case 'unknown':
      return membership;
    case 'member':
      return readOnce(account, { ...order, known: { accountId, memberOf: membership.administrator } }, { limits });
  }
}
