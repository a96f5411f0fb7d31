import type { WorldAccount, WorldSession } from './account-schema.ts';
import { valueIn } from './by-region.ts';
import { AWS_REGIONS, MACIE_REGIONS, OPT_IN_REGIONS } from './regions.ts';

/** Opt-in Regions are enabled only if the world lists them in `optedIn`. */
export function hasRegion({ optedIn }: WorldAccount, region: string): boolean {
  return OPT_IN_REGIONS.includes(region) ? optedIn.includes(region) : AWS_REGIONS.includes(region);
}

/** The session that a world gives an account in a Region. A membership of the world decides its status. */
export function initialSession(account: WorldAccount, region: string): WorldSession | null {
  if (!MACIE_REGIONS.includes(region) || !hasRegion(account, region)) return null;
  const session = valueIn(account.sessions, region) ?? null;
  const membership = valueIn(account.membership ?? {}, region);
  if (membership?.status === 'Enabled' || membership?.status === 'Paused') {
    const status = membership.status === 'Paused' ? 'PAUSED' : 'ENABLED';
    return { findingPublishingFrequency: 'SIX_HOURS', ...session, status };
  }
  const isBeingEnabled = membership?.status === 'Created' && membership.by === 'organization';
  return isBeingEnabled ? null : session;
}
