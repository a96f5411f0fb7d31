import { partitionWithoutMacie } from '../core/regions.ts';
import type { Policy } from './schema.ts';

/** The Regions that a policy lists; null: every one, with or without buckets. */
export function listedRegions({ regions }: { readonly regions: string | readonly string[] }): readonly string[] | null {
  return typeof regions === 'string' ? null : regions;
}

/** Does the policy cover this Region? AWS may have more Regions than this version knows. */
export function coversRegion(policy: Pick<Policy, 'regions' | 'excludeRegions'>, region: string): boolean {
  const isListed = listedRegions(policy)?.includes(region) ?? partitionWithoutMacie(region) === null;
  return isListed && !policy.excludeRegions.includes(region);
}

/** The Regions of a request that the policy does not cover. */
export function regionsOutside(policy: Policy, requested: readonly string[]): readonly string[] {
  return requested.filter((region) => !coversRegion(policy, region));
}
