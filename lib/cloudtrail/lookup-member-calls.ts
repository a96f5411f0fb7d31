import pMap from 'p-map';
import { callsToLookUp, touchesSetting } from '../core/activity/attribution.ts';
import { fittingCalls } from '../core/activity/evidence.ts';
import { isOfAdministrator } from '../core/activity/member-calls.ts';
import type { MacieCall } from '../core/activity/macie-call.ts';
import type { Alert, DriftAlert } from '../core/alerts/model.ts';
import { compareText } from '../core/order.ts';
import { settingOf } from '../core/settings/registry.ts';
import { SESSION } from '../core/settings/session.ts';
import { targetKey } from '../core/target.ts';
import { SECOND_MS } from '../core/time.ts';
import { effectiveCalls } from './effective-calls.ts';
import { BUDGET_MS, newDriftsByRegion, PARALLEL_REGIONS, type LookupOptions } from './lookup-options.ts';
import { pager } from './pages.ts';

/* Calls of a Macie administrator for its members. CloudTrail records them in the account of the administrator alone. */

/**
 * The calls of an administrator that could have made the drifts of these alerts, of any of its members. Never rejects: a failed
 * lookup costs a name and nothing else.
 */
export async function lookUpMemberCalls(
  alerts: readonly Alert[],
  { signal, ...options }: LookupOptions,
): Promise<readonly MacieCall[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_MS)]);
  const found = await pMap(
    newDriftsByRegion(alerts),
    async ([region, drifts]) => {
      try {
        return await lookUpRegion(region, drifts, { ...options, limit });
      } catch {
        // With one of the answers missing, the newest call may be the missing one.
        return [];
      }
    },
    { concurrency: PARALLEL_REGIONS },
  );
  return found.flat();
}

type RegionOptions = Omit<LookupOptions, 'signal'> & { readonly limit: AbortSignal };

/** One lookup for all members of the Region: CloudTrail answers two a second. */
async function lookUpRegion(
  region: string,
  drifts: readonly DriftAlert[],
  options: RegionOptions,
): Promise<readonly MacieCall[]> {
  const names = [...new Set(drifts.flatMap(callsToLookUp))].filter(isOfAdministrator);
  if (names.length === 0) return [];
  const client = await options.clients.cloudtrail(region);
  const nextPage = pager({ ...options, client, window: { fromMs: null, toMs: null } });
  const members = new Set(drifts.map(targetKey));
  const calls: MacieCall[] = [];
  for (const name of names.toSorted(compareText)) {
    const wanted = drifts.filter((drift) => callsToLookUp(drift).includes(name));
    let token: string | undefined;
    do {
      const page = await nextPage(name, token);
      const made = page.records.flatMap((record) => effectiveCalls(record, { ...options, region, accountId: null }));
      calls.push(...made.filter((call) => members.has(targetKey(call))));
      token = page.token;
    } while (token !== undefined && !wanted.every((drift) => callsOn(drift, calls, options).length > 0));
  }
  return drifts.flatMap((drift) => fitting(drift, calls, options));
}

/** The calls on the setting of a drift. A repair of this run came after it. */
function callsOn(
  drift: DriftAlert,
  calls: readonly MacieCall[],
  { startedAt }: Pick<LookupOptions, 'startedAt'>,
): readonly MacieCall[] {
  return calls.filter((call) => {
    const isRepair =
      call.sets[drift.setting] === drift.desired && Date.parse(call.at) + SECOND_MS > Date.parse(startedAt);
    return targetKey(call) === targetKey(drift) && touchesSetting(call, drift.setting) && !isRepair;
  });
}

/** Only a session reports when it was changed, and a repair has changed it since it was read. */
function fitting(
  drift: DriftAlert,
  calls: readonly MacieCall[],
  options: Pick<LookupOptions, 'sessionOf' | 'startedAt'>,
): readonly MacieCall[] {
  const own = callsOn(drift, calls, options);
  return settingOf(drift.setting).group === SESSION ? fittingCalls(own, options.sessionOf?.(drift) ?? null) : own;
}
