import { WardenError } from '../../core/errors.ts';
import { regionsOutside } from '../../policy/coverage.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
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
  const { outside, allowed } = regionsOutside(policy, regions ?? []);
  if (outside.length === 0) return { accounts, regions };
  const expected =
    policy.regions === 'all' ? 'AWS Regions that the policy does not exclude' : `some of ${allowed.join(', ')}`;
  throw new WardenError(
    'request',
    `regions: expected ${expected}, found ${outside.join(', ')}. A run can be narrower than the policy, never wider`,
  );
}
