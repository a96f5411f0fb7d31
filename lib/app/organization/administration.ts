import type { Lookup } from '../../core/lookup.ts';
import type { Observations } from '../../core/observation.ts';
import type { Administration, AddObstacle } from '../../core/organization/administration.ts';
import { MEMBERSHIP, NO_MEMBER } from '../../core/settings/membership-values.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { ScopedAccount } from '../../targets/accounts.ts';
import type { ScannedTarget } from '../scan/scan-result.ts';
import type { RegionMembers } from './region-members.ts';

export interface AdministratorFacts {
  /** The delegated administrators of the organization, which AWS asks to be the same account in every Region. */
  readonly delegated: Lookup<readonly string[]>;
  /** The administrator of the Region of the target. Left out: it was not looked for. */
  readonly region?: RegionMembers | undefined;
}

/** A target with the Macie administrator that can repair it, if there is one. Pure. */
export function withAdministration(
  scanned: ScannedTarget,
  account: ScopedAccount,
  facts: AdministratorFacts,
): ScannedTarget {
  const found = administratorOf(scanned, account, facts);
  if (found === null) return scanned;
  const { email, isManagement } = account;
  const administration: Administration = { email, isManagement, ...found };
  return { ...scanned, administration };
}

function administratorOf(
  { observations, membership }: ScannedTarget,
  { accountId }: ScopedAccount,
  { delegated, region }: AdministratorFacts,
): Pick<Administration, 'administrator' | 'obstacle'> | null {
  if (membership?.kind === 'member') {
    // A member of an administrator that the organization does not know is left to a person.
    const { administrator } = membership;
    return delegated.kind === 'unknown' || delegated.value.includes(administrator) ? { administrator } : null;
  }
  if (!isOutside(observations)) return null;
  const [first] = delegated.kind === 'known' ? delegated.value : [];
  const administrator = region?.administrator ?? first;
  if (administrator === undefined || administrator === accountId) return null;
  // Nobody knows that an account administers anything, unless the organization or the account says so.
  if (delegated.kind === 'unknown' && region?.configuration?.kind !== 'administrator') return null;
  const obstacle = obstacleIn(region);
  return { administrator, ...(obstacle === undefined ? {} : { obstacle }) };
}

function obstacleIn(region: RegionMembers | undefined): AddObstacle | undefined {
  switch (region?.configuration?.kind) {
    case 'administrator':
      return region.configuration.isFull ? 'member-limit' : undefined;
    case 'not-administrator':
      return 'not-designated';
    case 'unknown':
    case undefined:
      return undefined;
  }
}

/** Is Macie off in the account, or the account no member? */
function isOutside({ [SESSION]: session, [MEMBERSHIP]: membership }: Observations): boolean {
  const isOff = session?.kind === 'values' && session.values['status'] === 'DISABLED';
  return isOff || (membership?.kind === 'values' && membership.values['membership'] === NO_MEMBER);
}
