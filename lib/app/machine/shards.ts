import type { AccountInScope } from '../organization/account-scope.ts';
import type { RunRequest } from '../run/request.ts';
import { OWN_ACCOUNT, type AccountAccess } from '../scan/deps.ts';
import type { StepDeps } from './deps.ts';
import type { PlannedAccount, RunPlan } from './files/run-files.ts';

/** How the accounts of a plan are reached. */
export async function accessTo(
  planned: readonly PlannedAccount[],
  { request: { policy } }: Pick<RunPlan, 'request'>,
  { forAccount, deadline }: Pick<StepDeps, 'forAccount' | 'deadline'>,
): Promise<readonly AccountInScope[]> {
  const own = forAccount(OWN_ACCOUNT);
  const { accountId: ownId } = await own.identify(deadline);
  return planned.map(({ account, notApplicable }) => ({
    account,
    notApplicable,
    access: account.accountId === ownId ? own : forAccount(account.accountId, policy.policy.roles),
  }));
}

/** The access of each account, by its id. */
export function accessByAccount(accounts: readonly AccountInScope[]): ReadonlyMap<string, AccountAccess> {
  return new Map(accounts.flatMap(({ account, access }) => (account === null ? [] : [[account.accountId, access]])));
}

/** The request of a run for some of its accounts: the plan has narrowed it to accounts already. */
export function requestOfShard({ request }: Pick<RunPlan, 'request'>): RunRequest {
  const { only = {}, ...rest } = request;
  return { ...rest, only: { regions: only.regions } };
}
