import { ALL_REGIONS } from '../core/regions.ts';
import type { Policy } from './schema.ts';

/** Does the policy cover this Region? AWS may have more Regions than this version knows. */
export function coversRegion({ regions, excludeRegions }: Policy, region: string): boolean {
  return (regions === 'all' || regions.includes(region)) && !excludeRegions.includes(region);
}

/** The Regions that a request may name, and those of a request that it may not. */
export function regionsOutside(
  policy: Policy,
  requested: readonly string[],
): { readonly outside: readonly string[]; readonly allowed: readonly string[] } {
  const candidates = policy.regions === 'all' ? ALL_REGIONS : policy.regions;
  const allowed = candidates.filter((region) => coversRegion(policy, region));
  return { outside: requested.filter((region) => !allowed.includes(region)), allowed };
}
