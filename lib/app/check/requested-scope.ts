import { WardenError } from '../../core/errors.ts';
import { listedRegions, regionsOutside } from '../../policy/coverage.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { regionProblem } from '../../policy/region-name.ts';
import type { RunRequest } from '../run/request.ts';

interface Requested {
  readonly accounts?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

/** The scope that a person or an event asked for. Throws a WardenError for Regions that the policy does not cover. */
export function requestedScope(
  { accounts, regions }: Requested,
  { policy }: LoadedPolicy,
): NonNullable<RunRequest['only']> {
  for (const region of regions ?? []) requireRegionName(region);
  const outside = regionsOutside(policy, regions ?? []);
  if (outside.length === 0) return { accounts, regions };
  const listed = listedRegions(policy);
  const expected = listed === null ? 'AWS Regions that the policy does not exclude' : `some of ${listed.join(', ')}`;
  throw new WardenError(
    'request',
    `regions: expected ${expected}, found ${outside.join(', ')}. A run can be narrower than the policy, never wider`,
  );
}

/** A name of the right form that no list has is taken: the report has a notice of it. */
function requireRegionName(region: string): void {
  const problem = regionProblem(region);
  if (problem === null) return;
  const hint = problem.hint();
  throw new WardenError(
    'request',
    `regions: expected ${problem.expected}, found ${JSON.stringify(region)}${hint === null ? '' : `. ${hint}`}`,
  );
}
