import type { Observations } from '../../../core/observation.ts';
import { discoveryOfMember, showsMember } from '../../../core/organization/discovery.ts';
import { groupOf, groupsToRead } from '../../../core/settings/registry.ts';
import { SESSION } from '../../../core/settings/session.ts';
import { resolve } from '../../../policy/resolve.ts';
import { placeOf, type ScopedAccount } from '../../../targets/accounts.ts';
import type { RunRequest } from '../../run/request.ts';
import type { AccountScan, ScannedTarget } from '../../scan/scan-result.ts';
import type { DiscoveryLookup } from './discovery-view.ts';
import { OF_ADMINISTRATOR } from './read-for-standing.ts';

interface DiscoveryFacts {
  readonly request: RunRequest;
  readonly startedAt: string;
}

/** An account that was not reached, with what its administrator lists of its automated discovery; any other as it is. */
export async function withListedDiscoveries(
  scan: AccountScan,
  facts: DiscoveryFacts,
  { discoveryIn }: { readonly discoveryIn: DiscoveryLookup },
): Promise<AccountScan> {
  if (scan.unreachable === null) return scan;
  const targets = scan.targets.map((scanned) => withListed(scanned, { ...facts, account: scan.account, discoveryIn }));
  return { ...scan, targets: await Promise.all(targets) };
}

async function withListed(
  scanned: ScannedTarget,
  {
    request: { policy },
    startedAt,
    account,
    discoveryIn,
  }: DiscoveryFacts & { readonly account: ScopedAccount; readonly discoveryIn: DiscoveryLookup },
): Promise<ScannedTarget> {
  const { target, observations } = scanned;
  const { desired } = resolve(policy.policy, placeOf(target, account), new Date(startedAt));
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
