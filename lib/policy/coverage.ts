import { partitionWithoutMacie } from '../core/regions.ts';
import type { Policy } from './schema.ts';

/** Does the policy cover this Region? AWS may have more Regions than this version knows. */
export function coversRegion(
  { regions, excludeRegions }: Pick<Policy, 'regions' | 'excludeRegions'>,
  region: string,
): boolean {
  const isListed = regions === 'all' ? partitionWithoutMacie(region) === null : regions.includes(region);
  return isListed && !excludeRegions.includes(region);
}

/** The Regions of a request that the policy does not cover. */
export function regionsOutside(policy: Policy, requested: readonly string[]): readonly string[] {
  return requested.filter((region) => !coversRegion(policy, region));
}
