import type { Plan } from '../../core/compliance/plan.ts';
import { DISCOVERY_OF_MEMBERS } from '../../core/settings/discovery-of-members.ts';
import { MEMBERSHIP } from '../../core/settings/membership-values.ts';
import type { Policy } from '../../policy/schema.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import type { ScannedTarget } from '../scan/scan-result.ts';

/** The accounts of a run, and the Macie administrators that write for its targets or have calls on them in their trail. */
export async function writersOf(
  { writes, assessments }: Plan,
  accounts: ReadonlyMap<string, AccountAccess>,
  deps: WriterDeps,
): Promise<ReadonlyMap<string, AccountAccess>> {
  const writers = writes.flatMap(({ write: { at } }) => at ?? []);
  return withAdministrators([...writers, ...assessments.flatMap((one) => administratorOf(one) ?? [])], accounts, deps);
}

type WriterDeps = { readonly policy: Pick<Policy, 'roles' | 'accounts'> } & Pick<ScanDeps, 'forAccount'>;

/** The same accounts, and these administrators. A run of one account has no role for another. */
export async function withAdministrators(
  ids: readonly string[],
  accounts: ReadonlyMap<string, AccountAccess>,
  { policy: { roles, accounts: covered }, forAccount }: WriterDeps,
): Promise<ReadonlyMap<string, AccountAccess>> {
  const administrators = new Set(ids.filter((id) => !accounts.has(id)));
  if (administrators.size === 0 || covered === 'self') return accounts;
  const own = forAccount(OWN_ACCOUNT);
  const { accountId: ownId } = await own.identify(new AbortController().signal);
  const accessTo = (id: string): AccountAccess => (id === ownId ? own : forAccount(id, roles));
  return new Map([...accounts, ...[...administrators].map((id) => [id, accessTo(id)] as const)]);
}

/** The Macie administrator of a target, as far as the run knows it. */
export function administratorOf({
  membership,
  administration,
  observations: { [MEMBERSHIP]: group, [DISCOVERY_OF_MEMBERS]: discovery },
}: ScannedTarget): string | null {
  if (membership?.kind === 'member') return membership.administrator;
  const shown = group?.kind === 'values' ? (group.values['administrator'] ?? null) : null;
  const ofDiscovery = discovery?.kind === 'values' ? (discovery.values['memberOf'] ?? null) : null;
  return administration?.administrator ?? shown ?? ofDiscovery;
}
