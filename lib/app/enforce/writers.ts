import type { Plan } from '../../core/compliance/plan.ts';
import type { Policy } from '../../policy/schema.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';

/** The accounts of a run, and the Macie administrators among the writers of its plan that are none of them. */
export async function writersOf(
  { writes }: Plan,
  accounts: ReadonlyMap<string, AccountAccess>,
  { policy: { roles }, forAccount }: { readonly policy: Pick<Policy, 'roles'> } & Pick<ScanDeps, 'forAccount'>,
): Promise<ReadonlyMap<string, AccountAccess>> {
  const administrators = new Set(
    writes.flatMap(({ write: { at } }) => (at === undefined || accounts.has(at) ? [] : [at])),
  );
  if (administrators.size === 0) return accounts;
  const own = forAccount(OWN_ACCOUNT);
  const { accountId: ownId } = await own.identify(new AbortController().signal);
  const accessTo = (id: string): AccountAccess => (id === ownId ? own : forAccount(id, roles));
  return new Map([...accounts, ...[...administrators].map((id) => [id, accessTo(id)] as const)]);
}
