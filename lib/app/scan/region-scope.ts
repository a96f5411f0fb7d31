import type { Notice } from '../../core/compliance/report.ts';
import type { Lookup, RegionStates } from '../../core/lookup.ts';
import { listedRegions } from '../../policy/coverage.ts';
import { narrowScope, scopeOfAll, scopeOfList, type RegionScope } from '../../targets/scope.ts';
import type { RunRequest } from '../run/request.ts';
import type { ScanDeps } from './deps.ts';
import { regionNotices } from './region-notices.ts';
import { inTime, timeLimit } from './time-limit.ts';

export interface ScopeLookup {
  readonly scope: RegionScope;
  /** The targets of the account in the whole policy; null where AWS was not asked for the Regions. */
  readonly ofTargets: number | null;
  /** Does the scope hold all of them? */
  readonly isWhole: boolean;
}

interface Lookups {
  readonly enabledRegions: () => Promise<Lookup<RegionStates>>;
  readonly deps: ScanDeps;
  readonly signal: AbortSignal;
}

/** Which Regions of an account to read. AWS is asked for its lists only where the policy says `all`. */
export async function lookUpScope(request: RunRequest, lookups: Lookups): Promise<ScopeLookup> {
  const listed = listedRegions(request.policy.policy);
  const only = request.only?.regions;
  if (request.areRegionsKnown && only) {
    const scope: RegionScope = { ...scopeOfList(only), source: 'event' };
    // A burst of events is no series of full runs, whatever the policy covers.
    return { scope, ofTargets: listed?.length ?? null, isWhole: false };
  }
  const whole = await (listed === null
    ? scopeOfEveryRegion(request, lookups)
    : scopeOfListed(request, { listed, ...lookups }));
  const all = [...whole.toRead, ...whole.notApplicable.map(({ region }) => region)];
  return only
    ? { scope: narrowScope(whole, only), ofTargets: all.length, isWhole: includesAll(only, all) }
    : { scope: whole, ofTargets: all.length, isWhole: true };
}

async function scopeOfEveryRegion(
  request: RunRequest,
  { enabledRegions, deps, signal }: Lookups,
): Promise<RegionScope> {
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const [offered, enabled] = await Promise.all([inTime(limit, () => deps.offeredRegions(limit)), enabledRegions()]);
  const scope = scopeOfAll({ excluded: request.policy.policy.excludeRegions, offered, enabled });
  const live = [...(offered.kind === 'known' ? offered.value : []), ...namesOf(enabled)];
  return withNotices(scope, regionNotices(request, live));
}

/** AWS is asked for its Regions only if this version does not know one of those that are named. */
async function scopeOfListed(
  request: RunRequest,
  { listed, enabledRegions }: Lookups & { readonly listed: readonly string[] },
): Promise<RegionScope> {
  const scope = scopeOfList(listed);
  if (regionNotices(request, []).length === 0) return scope;
  return withNotices(scope, regionNotices(request, namesOf(await enabledRegions())));
}

function namesOf(enabled: Lookup<RegionStates>): readonly string[] {
  return enabled.kind === 'known' ? [...enabled.value.keys()] : [];
}

function withNotices(scope: RegionScope, notices: readonly Notice[]): RegionScope {
  return { ...scope, notices: [...scope.notices, ...notices] };
}

function includesAll(some: readonly string[], all: readonly string[]): boolean {
  return all.every((one) => some.includes(one));
}
