import type { Observations } from '../../../core/observation.ts';
import { discoveryOfMember, showsMember } from '../../../core/organization/discovery.ts';
import type { Desired } from '../../../core/settings/desired.ts';
import { groupOf, groupsToRead } from '../../../core/settings/registry.ts';
import { SESSION } from '../../../core/settings/session.ts';
import type { ScannedTarget } from '../../scan/scan-result.ts';
import type { DiscoveryLookup } from './discovery-view.ts';
import { OF_ADMINISTRATOR } from './read-for-standing.ts';

/** A target of an account that was not reached, with what its administrator lists of its automated discovery. */
export async function withListedDiscovery(
  scanned: ScannedTarget,
  desired: Desired,
  discoveryIn: DiscoveryLookup,
): Promise<ScannedTarget> {
  const { target, observations } = scanned;
  const session = observations[SESSION];
  const isOn = session?.kind === 'values' && session.values['status'] !== 'DISABLED';
  const groups = groupsToRead(desired).filter((group) => groupOf(group).appliesTo !== undefined);
  if (groups.length === 0 || !isOn) return scanned;
  const { view } = await discoveryIn(target.region);
  if (view === null || !showsMember(view, target.accountId)) return scanned;
  const listed = groups.map((group) => [
    group,
    groupOf(group).appliesTo === 'members' ? discoveryOfMember(target.accountId, view) : OF_ADMINISTRATOR,
  ]);
  const shown: Observations = Object.fromEntries(listed);
  return { ...scanned, observations: { ...observations, ...shown } };
}
