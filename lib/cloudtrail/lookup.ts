import pMap from 'p-map';
import type { Alert, DriftAlert } from '../core/alerts/model.ts';
import { callsToLookUp, touchesSetting } from '../core/activity/attribution.ts';
import { fittingCalls, windowOf } from '../core/activity/evidence.ts';
import { isOfAdministrator } from '../core/activity/member-calls.ts';
import type { MacieCall } from '../core/activity/macie-call.ts';
import { settingOf } from '../core/settings/registry.ts';
import { SESSION } from '../core/settings/session.ts';
import { effectiveCalls } from './effective-calls.ts';
import { BUDGET_MS, newDriftsByRegion, PARALLEL_REGIONS, type LookupOptions } from './lookup-options.ts';
import { pager, type NextPage } from './pages.ts';

/**
 * The calls in CloudTrail that could have made the drifts of these alerts. Never rejects: a failed lookup costs a name and
 * nothing else. CloudTrail takes minutes to record a call.
 */
export async function lookUpCalls(
  alerts: readonly Alert[],
  { signal, ...options }: LookupOptions,
): Promise<readonly MacieCall[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_MS)]);
  const found = await pMap(
    newDriftsByRegion(alerts),
    async ([, drifts]) => {
      try {
        return await lookUpRegion(drifts, { ...options, limit });
      } catch {
        // With one of the answers missing, the newest call may be the missing one.
        return [];
      }
    },
    { concurrency: PARALLEL_REGIONS },
  );
  return found.flat();
}

interface RegionLookup extends Omit<LookupOptions, 'signal'> {
  readonly limit: AbortSignal;
}

/** The calls of one Region, by settings group: only a session reports when it was changed. Throws when a lookup fails. */
async function lookUpRegion(drifts: readonly DriftAlert[], options: RegionLookup): Promise<readonly MacieCall[]> {
  const calls: MacieCall[] = [];
  for (const [group, own] of Map.groupBy(drifts, ({ setting }) => settingOf(setting).group))
    calls.push(...(await lookUpGroup(own, { ...options, isSession: group === SESSION })));
  return calls;
}

/** The calls that fit what a session reports of itself. Throws when a lookup fails or does not end in time. */
async function lookUpGroup(
  drifts: readonly DriftAlert[],
  { isSession, ...options }: RegionLookup & { readonly isSession: boolean },
): Promise<readonly MacieCall[]> {
  const [first] = drifts;
  // The trail of the administrator has its own calls: lookup-member-calls.ts.
  const names = [...new Set(drifts.flatMap(callsToLookUp))].filter((name) => !isOfAdministrator(name)).toSorted();
  if (first === undefined || names.length === 0) return [];
  const session = isSession ? (options.sessionOf?.(first) ?? null) : null;
  const client = await options.clients.cloudtrail(first.region);
  const nextPage = pager({ ...options, client, window: windowOf(session) });
  const calls: MacieCall[] = [];
  for (const name of names) {
    const settings = drifts.filter((drift) => callsToLookUp(drift).includes(name)).map(({ setting }) => setting);
    calls.push(
      ...(await lookUpName(name, { ...options, settings, accountId: first.accountId, region: first.region, nextPage })),
    );
  }
  return fittingCalls(calls, session);
}

interface NameLookup extends RegionLookup {
  readonly accountId: string;
  readonly region: string;
  readonly settings: readonly string[];
  readonly nextPage: NextPage;
}

/** The newest calls of a name, back to one that gave each of the settings its value. Newest first, as CloudTrail returns them. */
async function lookUpName(name: string, options: NameLookup): Promise<readonly MacieCall[]> {
  const calls: MacieCall[] = [];
  let token: string | undefined;
  do {
    const page = await options.nextPage(name, token);
    calls.push(...page.records.flatMap((record) => effectiveCalls(record, options)));
    token = page.token;
  } while (token !== undefined && !isDecided(calls, options.settings));
  return calls;
}

/** Has every setting a call, and is the page past the second of that call? Two calls of one second are judged together. */
function isDecided(calls: readonly MacieCall[], settings: readonly string[]): boolean {
  const oldest = calls.at(-1)?.at ?? '';
  return settings.every((setting) => {
    const found = calls.find((call) => touchesSetting(call, setting));
    return found !== undefined && oldest < found.at;
  });
}
