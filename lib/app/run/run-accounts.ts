import type { AccountInScope } from '../organization/account-scope.ts';
import type { AccountAccess } from '../scan/deps.ts';
import type { RunDeps } from './deps.ts';
import { loadStates, type StoredStates } from './stored-states.ts';

interface AccountsOfRun {
  readonly accounts: readonly AccountInScope[];
  readonly deadline?: AbortSignal | undefined;
}

/** The state, read beside the scan. null: it could not be read, or there is no table. */
export async function loadEarly(
  { accounts, deadline }: AccountsOfRun,
  { openState }: Pick<RunDeps, 'openState'>,
): Promise<StoredStates | null> {
  if (openState === null) return null;
  try {
    const signal = deadline ?? new AbortController().signal;
    const ids = await Promise.all(accounts.map((account) => idOf(account, signal)));
    return await loadStates(ids, await openState());
  } catch {
    // The scan reports bad credentials, and the load under the lease a table that fails.
    return null;
  }
}

/** The access to each account of a run, by id. */
export async function accessById({ accounts, deadline }: AccountsOfRun): Promise<ReadonlyMap<string, AccountAccess>> {
  const signal = deadline ?? new AbortController().signal;
  const identified = await Promise.all(
    accounts.map(async (account) => [await idOf(account, signal), account.access] as const),
  );
  return new Map(identified);
}

async function idOf({ account, access }: AccountInScope, signal: AbortSignal): Promise<string> {
  return account?.accountId ?? (await access.identify(signal)).accountId;
}
