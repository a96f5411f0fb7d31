import { notKnown, ok, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { RunRecord } from '../../../core/compliance/report.ts';
import { WardenError } from '../../../core/errors.ts';
import { countOf } from '../../../render/words/sentence.ts';
import { checkRoles, type CheckedRoles, type RoleFailure } from '../../accounts/check-roles.ts';
import { listAccounts } from '../../accounts/list-accounts.ts';
import { isDeployed, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';
import { judgeAdministrators, readAdministrators } from '../administrators.ts';

export async function examineAccounts(
  basis: Basis,
  deps: DoctorDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (basis.policy.kind === 'unknown') return [notKnown('accounts of the policy', 'the policy cannot be used')];
  const { policy } = basis.policy.value.loaded;
  if (policy.accounts === 'self') return [ok('accounts of the policy', 'the own account alone, which needs no role')];
  const [roles, administrators] = await Promise.all([
    examineRoles(basis, deps, signal),
    policy.accounts === 'organization' ? readAdministrators(basis, deps, signal) : null,
  ]);
  return [...roles, ...(administrators === null ? [] : [judgeAdministrators(administrators)])];
}

async function examineRoles(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  if (basis.policy.kind === 'unknown') return [];
  const { policy } = basis.policy.value.loaded;
  try {
    const listed = await listAccounts(policy, deps, signal);
    if (listed.length === 0)
      return [notKnown('accounts of the policy', 'AWS Organizations lists no account, not even this one', 'try again')];
    const needed = listed.filter(({ isOwn, whyNotCovered }) => !isOwn && whyNotCovered === null);
    const checked = await checkRoles(needed, { policy, signal }, deps);
    return judgeRoles(checked, {
      total: needed.length,
      runs: basis.runs.kind === 'known' ? basis.runs.value : [],
      isDeployed: isDeployed(basis),
      calledAs: basis.order.calledAs,
    });
  } catch (error) {
    if (!(error instanceof WardenError)) throw error;
    return [notKnown('roles in the accounts', error.message)];
  }
}

interface RoleContext {
  /** The accounts that need a role. */
  readonly total: number;
  readonly runs: readonly RunRecord[];
  readonly isDeployed: boolean;
  readonly calledAs: string;
}

const MOST_ACCOUNTS = 10;

export function judgeRoles({ checked, failures }: CheckedRoles, context: RoleContext): readonly Finding[] {
  const what = 'roles in the accounts';
  const failed = new Set(failures.map(({ accountId }) => accountId));
  const assumed = checked.length - failed.size;
  const unchecked = context.total - checked.length;
  const command = `\`${context.calledAs} accounts --check\``;
  return [
    ...(failed.size === 0 && unchecked === 0
      ? [ok(what, `assumed in ${countOf(assumed, 'account')}`)]
      : [ok(what, `assumed in ${assumed} of ${countOf(context.total, 'account')}`)]),
    ...(unchecked > 0
      ? [notKnown(what, `${countOf(unchecked, 'account')} could not be tried in time`, `run ${command}`)]
      : []),
    ...failures.slice(0, MOST_ACCOUNTS).map((failure) => judgeRole(failure, context)),
    ...(failures.length > MOST_ACCOUNTS
      ? [wrong(what, `${failures.length - MOST_ACCOUNTS} more fail`, `${command} lists them`)]
      : []),
  ];
}

/**
 * A role may trust the stack and not this caller, and STS answers a role that is missing and one that does not trust alike. The last
 * full run shows what the stack itself could read.
 */
function judgeRole(failure: RoleFailure, { runs, isDeployed }: RoleContext): Finding {
  const { accountId, name, role, detail, reason } = failure;
  const what = `role ${role} in ${name === null ? accountId : `${name} (${accountId})`}`;
  const toDo = 'deploy resources/member.yml there, and let its role trust those who assume it (HubReadRoleArns)';
  if (reason !== 'assume-role-denied') return notKnown(what, detail, 'try again');
  const counts = runs
    .findLast(({ scope, accounts }) => scope === 'full' && accounts !== undefined)
    ?.accounts?.find(({ accounts }) => accounts.includes(accountId))?.summary;
  if (counts === undefined)
    return isDeployed
      ? notKnown(what, `${detail}. The stack may be allowed: no run of it shows that yet`, toDo)
      : wrong(what, detail, toDo);
  return counts.targets > counts.unknown
    ? ok(what, 'this caller may not assume it; the last full run of the stack has read the account')
    : wrong(what, `${detail}. The last full run of the stack could not read the account either`, toDo);
}
