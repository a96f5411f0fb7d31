import pMap from 'p-map';
import type { Failure } from '../../core/observation.ts';
import type { Policy } from '../../policy/schema.ts';
import { UnreachableAccountError, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { timeLimit } from '../scan/time-limit.ts';
import type { ListedAccount } from './list-accounts.ts';

/** A role that could not be assumed. */
export interface RoleFailure extends Failure {
  readonly accountId: string;
  readonly name: string | null;
  /** The name of the role, as the policy has it. */
  readonly role: string;
}

export interface CheckedRoles {
  /** The accounts that were checked to the end: all of them, unless a person has stopped the check. */
  readonly checked: readonly string[];
  /** In the order of the accounts. */
  readonly failures: readonly RoleFailure[];
}

type RoleDeps = Pick<ScanDeps, 'forAccount' | 'limits' | 'onProgress'>;

/** Assumes the roles of a policy in accounts, several at a time. A check that a person stops has the accounts until then. */
export async function checkRoles(
  accounts: readonly ListedAccount[],
  { policy, signal }: { readonly policy: Policy; readonly signal: AbortSignal },
  deps: RoleDeps,
): Promise<CheckedRoles> {
  let done = 0;
  const checkNext = async (account: ListedAccount): Promise<CheckedRoles> => {
    if (signal.aborted) return NOT_CHECKED;
    const failures = await checkAccount(account, { policy, signal, deps });
    // What a stopped call answers says nothing of the role.
    if (signal.aborted) return NOT_CHECKED;
    deps.onProgress?.({ phase: 'checking', accounts: { done: ++done, total: accounts.length } });
    return { checked: [account.accountId], failures };
  };
  const found = await pMap(accounts, checkNext, { concurrency: deps.limits.parallelAccounts });
  return {
    checked: found.flatMap(({ checked }) => checked),
    failures: found.flatMap(({ failures }) => failures),
  };
}

const NOT_CHECKED: CheckedRoles = { checked: [], failures: [] };

interface Checking {
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly deps: RoleDeps;
}

/** The own account is reached without a role. */
async function checkAccount(
  { accountId, name, isOwn }: ListedAccount,
  { policy, signal, deps }: Checking,
): Promise<readonly RoleFailure[]> {
  if (isOwn) return [];
  const { roles } = policy;
  const access = deps.forAccount(accountId, roles);
  const checks: readonly (readonly [string, AccountAccess['identify'] | undefined])[] = [
    [roles.read, access.identify],
    ...(mayRepair(policy) ? [[roles.repair, access.identifyForRepairs] as const] : []),
  ];
  const failures: RoleFailure[] = [];
  for (const [role, assume] of checks) {
    const failure = await failureOf(assume?.(timeLimit(deps.limits.callBudgetMs, signal)), signal);
    if (failure !== null) failures.push({ accountId, name, role, ...failure });
  }
  access.release?.();
  return failures;
}

async function failureOf(assuming: Promise<unknown> | undefined, signal: AbortSignal): Promise<Failure | null> {
  try {
    await assuming;
    return null;
  } catch (error) {
    if (error instanceof UnreachableAccountError) return error.failure;
    if (signal.aborted) return null;
    throw error;
  }
}

/** Does any rule of the policy repair anything? */
function mayRepair(policy: Policy): boolean {
  return [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
}
