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

type RoleDeps = Pick<ScanDeps, 'forAccount' | 'limits' | 'onProgress'>;

/** Assumes the roles of a policy in accounts, several at a time: those that failed, in the order of the accounts. */
export async function checkRoles(
  accounts: readonly ListedAccount[],
  { policy, signal }: { readonly policy: Policy; readonly signal: AbortSignal },
  deps: RoleDeps,
): Promise<readonly RoleFailure[]> {
  let done = 0;
  const checkNext = async (account: ListedAccount): Promise<readonly RoleFailure[]> => {
    signal.throwIfAborted();
    const failures = await checkAccount(account, { policy, signal, deps });
    deps.onProgress?.({ phase: 'checking', accounts: { done: ++done, total: accounts.length } });
    return failures;
  };
  const failures = await pMap(accounts, checkNext, { concurrency: deps.limits.parallelAccounts });
  signal.throwIfAborted();
  return failures.flat();
}

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
    const failure = await failureOf(assume?.(timeLimit(deps.limits.callBudgetMs, signal)));
    if (failure !== null) failures.push({ accountId, name, role, ...failure });
  }
  access.release?.();
  return failures;
}

async function failureOf(assuming: Promise<unknown> | undefined): Promise<Failure | null> {
  try {
    await assuming;
    return null;
  } catch (error) {
    if (error instanceof UnreachableAccountError) return error.failure;
    throw error;
  }
}

/** Does any rule of the policy repair anything? */
function mayRepair(policy: Policy): boolean {
  return [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
}
