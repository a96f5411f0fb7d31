import type { Lookup, RegionStates } from '../../core/lookup.ts';
import { narrowScope, scopeOfAll, scopeOfList, type RegionScope } from '../../targets/scope.ts';
import type { RunRequest } from '../run/request.ts';
import type { ScanDeps } from './deps.ts';
import { timeLimit, withinLimit } from './time-limit.ts';

export interface ScopeLookup {
  readonly scope: RegionScope;
  /** The targets of the account in the whole policy; null where AWS was not asked for the Regions. */
  readonly ofTargets: number | null;
}

/** Which Regions of an account to read. AWS is asked for its lists only where the policy says `all`. */
export async function lookUpScope(
  { policy: { policy }, only, areRegionsKnown }: RunRequest,
  {
    enabledRegions,
    deps,
    signal,
  }: { enabledRegions: () => Promise<Lookup<RegionStates>>; deps: ScanDeps; signal: AbortSignal },
): Promise<ScopeLookup> {
  if (areRegionsKnown && only?.regions)
    return { scope: { ...scopeOfList(only.regions), source: 'event' }, ofTargets: ofListedTargets(policy.regions) };
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const whole =
    policy.regions === 'all'
      ? await Promise.all([inTime(limit, () => deps.offeredRegions(limit)), enabledRegions()]).then(
          ([offered, enabled]) => scopeOfAll({ excluded: policy.excludeRegions, offered, enabled }),
        )
      : scopeOfList(policy.regions);
  const ofTargets = whole.toRead.length + whole.notApplicable.length;
  return { scope: only?.regions ? narrowScope(whole, only.regions) : whole, ofTargets };
}

function ofListedTargets(regions: 'all' | readonly string[]): number | null {
  return regions === 'all' ? null : regions.length;
}

/** A lookup that ends with its limit. */
export function inTime<T>(limit: AbortSignal, work: () => Promise<Lookup<T>>): Promise<Lookup<T>> {
  return withinLimit(limit, { work, late: () => ({ kind: 'unknown', why: 'it gave no answer in time' }) });
}
