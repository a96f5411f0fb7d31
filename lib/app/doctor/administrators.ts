import pMap from 'p-map';
import { notKnown, ok, wrong, type Finding } from '../../core/doctor/finding.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Reading } from '../../core/observation.ts';
import { NO_ADMINISTRATOR, organizationAdministrator } from '../../core/settings/administrator.ts';
import { flattenDesired } from '../../policy/flatten-desired.ts';
import { countOf } from '../../render/words/sentence.ts';
import { OWN_ACCOUNT } from '../scan/deps.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import type { Basis } from './basis.ts';
import type { DoctorDeps } from './deps.ts';

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

export async function readAdministrators(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<Administrators> {
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
  const desired = flattenDesired(basis.policy.kind === 'known' ? basis.policy.value.loaded.policy.desired : {});
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
