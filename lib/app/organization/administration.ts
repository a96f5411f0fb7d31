import type { Administration } from '../../core/organization/administration.ts';
import type { Lookup } from '../../core/lookup.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { ScopedAccount } from '../../targets/accounts.ts';
import type { AccountScan, ScannedTarget } from '../scan/scan-result.ts';

/**
 * Adds to the targets that a Macie administrator can repair which one it is. `delegated`: the administrators of the organization,
 * which AWS asks to be the same account in every Region. Pure.
 */
export function withAdministrations(scan: AccountScan, delegated: Lookup<readonly string[]>): AccountScan {
  return { ...scan, targets: scan.targets.map((one) => withAdministration(one, scan.account, delegated)) };
}

function withAdministration(
  scanned: ScannedTarget,
  account: ScopedAccount,
  delegated: Lookup<readonly string[]>,
): ScannedTarget {
  const administrator = administratorOf(scanned, account, delegated);
  if (administrator === null) return scanned;
  const { email, isManagement } = account;
  const administration: Administration = { administrator, email, isManagement };
  return { ...scanned, administration };
}

function administratorOf(
  { observations: { [SESSION]: session }, membership }: ScannedTarget,
  { accountId }: ScopedAccount,
  delegated: Lookup<readonly string[]>,
): string | null {
  if (membership?.kind === 'member') {
    // A member of an administrator that the organization does not know is left to a person.
    const isKnown = delegated.kind === 'unknown' || delegated.value.includes(membership.administrator);
    return isKnown ? membership.administrator : null;
  }
  if (session?.kind !== 'values' || session.values['status'] !== 'DISABLED' || delegated.kind === 'unknown')
    return null;
  const [administrator] = delegated.value;
  return administrator === undefined || administrator === accountId ? null : administrator;
}
