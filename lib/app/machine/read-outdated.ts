import { MINUTE_MS } from '../../core/time.ts';
import type { StoredStates } from '../run/stored-states.ts';
import { scanAccounts } from '../scan/scan.ts';
import type { StepDeps } from './deps.ts';
import type { JoinedRun, ReadAccount } from './join.ts';
import { isNewer } from './states/reconcile-accounts.ts';
import type { RunPlan } from './files/run-files.ts';
import { accessByAccount, accessTo, requestOfShard } from './shards.ts';

interface Readings {
  readonly plan: RunPlan;
  readonly joined: JoinedRun;
  /** Another run held an account meanwhile. */
  readonly hasWaited: boolean;
}

/** The accounts with readings that are still true, and how each is reached. Those that are outdated are read again. */
export async function readOutdated({ plan, joined, hasWaited }: Readings, stored: StoredStates, deps: StepDeps) {
  const now = deps.now();
  const ids = [...joined.accounts.keys()];
  const reached = await accessTo(
    plan.accounts.filter(({ account }) => joined.accounts.has(account.accountId)),
    plan,
    deps,
  );
  const outdated = new Set(ids.filter((id) => hasWaited || isOutdated(joined.accounts.get(id), { id, stored, now })));
  const access = accessByAccount(reached);
  if (outdated.size === 0) return { accounts: joined.accounts, access };
  const startedAt = now.toISOString();
  const toRead = reached.filter(({ account }) => account !== null && outdated.has(account.accountId));
  const order = { request: requestOfShard(plan), startedAt, accounts: toRead, deadline: deps.deadline };
  const scans = await scanAccounts(order, deps);
  const again = scans.map((scan): [string, ReadAccount] => [scan.account.accountId, { scan, startedAt }]);
  return { accounts: new Map([...joined.accounts, ...again]), access };
}

const LONGEST_MS = 15 * MINUTE_MS;

/** Are there recorded repairs after a reading, or a newer state, or is it old, as after a redrive? */
function isOutdated(
  read: ReadAccount | undefined,
  { id, stored, now }: { readonly id: string; readonly stored: StoredStates; readonly now: Date },
): boolean {
  if (!read) return false;
  const { startedAt } = read;
  const account = stored.byAccount.get(id);
  const attempts = account?.state.ledgers.flatMap((ledger) => ledger.attempts) ?? [];
  return (
    isNewer(account?.asOf ?? null, { startedAt, now }) ||
    attempts.some(({ at }) => at >= startedAt) ||
    now.getTime() - Date.parse(startedAt) > LONGEST_MS
  );
}
