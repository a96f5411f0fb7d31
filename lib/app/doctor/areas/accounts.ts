import pMap from 'p-map';
import { notKnown, ok, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { RunRecord } from '../../../core/compliance/report.ts';
import type { Lookup } from '../../../core/lookup.ts';
import type { Reading } from '../../../core/observation.ts';
import { NO_ADMINISTRATOR, organizationAdministrator } from '../../../core/settings/administrator.ts';
import { WardenError } from '../../../core/errors.ts';
import { countOf } from '../../../render/words/sentence.ts';
import { checkRoles, type CheckedRoles, type RoleFailure } from '../../accounts/check-roles.ts';
import { listAccounts } from '../../accounts/list-accounts.ts';
import { OWN_ACCOUNT } from '../../scan/deps.ts';
import { timeLimit, withinLimit } from '../../scan/time-limit.ts';
import { isDeployed, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

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
    const needed = listed.filter(({ isOwn, whyNotCovered }) => !isOwn && whyNotCovered === null);
    const checked = await checkRoles(needed, { policy, signal }, deps);
    return judgeRoles(checked, {
      total: needed.length,
      runs: basis.runs.kind === 'known' ? basis.runs.value : [],
      isDeployed: isDeployed(basis),
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
}

const MOST_ACCOUNTS = 10;

export function judgeRoles({ checked, failures }: CheckedRoles, context: RoleContext): readonly Finding[] {
  const what = 'roles in the accounts';
  const failed = new Set(failures.map(({ accountId }) => accountId));
  const assumed = checked.length - failed.size;
  const unchecked = context.total - checked.length;
  return [
    ...(failed.size === 0 && unchecked === 0
      ? [ok(what, `assumed in ${countOf(assumed, 'account')}`)]
      : [ok(what, `assumed in ${assumed} of ${countOf(context.total, 'account')}`)]),
    ...(unchecked > 0
      ? [notKnown(what, `${countOf(unchecked, 'account')} could not be tried in time`, 'run `warden accounts --check`')]
      : []),
    ...failures.slice(0, MOST_ACCOUNTS).map((failure) => judgeRole(failure, context)),
    ...(failures.length > MOST_ACCOUNTS
      ? [wrong(what, `${failures.length - MOST_ACCOUNTS} more fail`, '`warden accounts --check` lists them')]
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

/** The Macie administrator in a Region, as the own account sees it. */
export interface RegionAdministrator {
  readonly region: string;
  readonly reading: Reading;
}

interface Administrators {
  readonly byRegion: readonly RegionAdministrator[];
  /** Those that AWS Organizations has, whatever their Region. */
  readonly delegated: Lookup<readonly string[]>;
  /** The one that the policy names; null: none. */
  readonly desired: string | null;
}

async function readAdministrators(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<Administrators> {
  const own = deps.forAccount(OWN_ACCOUNT);
  const [delegated, byRegion] = await Promise.all([
    deps.delegatedAdministrators(signal),
    pMap(
      basis.regions,
      async (region) => {
        const limit = timeLimit(deps.limits.callBudgetMs, signal);
        const reading = await withinLimit<Reading>(limit, {
          work: () => own.read({ group: organizationAdministrator.group, region, signal: limit }),
          late: () => ({ kind: 'unknown', reason: 'timeout', detail: `${region} gave no answer in time` }),
        });
        return { region, reading };
      },
      { concurrency: deps.limits.parallelReads },
    ),
  ]);
  const desired = basis.policy.kind === 'known' ? basis.policy.value.loaded.policy.desired : {};
  const wanted: unknown = desired[organizationAdministrator.id];
  return { byRegion, delegated, desired: typeof wanted === 'string' ? wanted : null };
}

export function judgeAdministrators({ byRegion, delegated, desired }: Administrators): Finding {
  const what = 'delegated administrator of Macie';
  const seen = byRegion.flatMap(({ region, reading }) => {
    const id = reading.kind === 'values' ? reading.values[organizationAdministrator.id] : null;
    return id === null || id === undefined ? [] : [{ region, id }];
  });
  const without = seen.filter(({ id }) => id === NO_ADMINISTRATOR).map(({ region }) => region);
  const ids = [...new Set(seen.map(({ id }) => id).filter((id) => id !== NO_ADMINISTRATOR))];
  const known = delegated.kind === 'known' ? delegated.value : [];
  const toDo =
    'designate one account in every Region from the management account: `aws macie2 enable-organization-admin-account --region REGION --admin-account-id ACCOUNT`';
  if (ids.length > 1) {
    const places = ids.map(
      (one) =>
        `${one} in ${seen
          .filter(({ id }) => id === one)
          .map(({ region }) => region)
          .join(', ')}`,
    );
    return wrong(what, `it is not the same in every Region: ${places.join('; ')}`, toDo);
  }
  if (without.length > 0) return wrong(what, `${ids[0] ?? known[0] ?? 'none'}; not in ${without.join(', ')}`, toDo);
  const [only] = ids;
  if (desired !== null && only !== undefined && only !== desired)
    return wrong(what, `it is ${only}, and the policy names ${desired}`, 'write the one that is meant into the policy');
  const unseen = byRegion.filter(({ region }) => !seen.some((one) => one.region === region));
  const [first] = unseen;
  if (first === undefined) return ok(what, `${only ?? 'none'} in ${countOf(byRegion.length, 'Region')}`);
  const why = 'detail' in first.reading ? first.reading.detail : 'the answer does not name it';
  return notKnown(
    what,
    `not seen in ${unseen.map(({ region }) => region).join(', ')}: ${why}`,
    'examine it from the account of the administrator, or from the management account',
  );
}
