import type { Remediation, Trigger } from '../core/model.ts';
import type { Notice } from '../core/report.ts';
import { ALL_REGIONS } from '../core/regions.ts';
import type { LoadedPolicy } from '../policy/load.ts';
import type { Policy } from '../policy/schema.ts';
import type { Change } from '../core/change.ts';

/** One run: what to look at, and what may be done. */
export interface SweepRequest {
  readonly policy: LoadedPolicy;
  readonly trigger: Trigger;
  /** `report`: nothing is written, whatever the policy says. */
  readonly ceiling: Remediation;
  /** Narrow the run. They never widen it. */
  readonly regions?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
  /** The Regions are those of an event, and read without asking AWS for its lists. */
  readonly areRegionsKnown?: boolean;
  /** The last calls that are known of a Region, all of one second: readings are repeated until they show them, or something newer. */
  readonly awaited?: ReadonlyMap<string, readonly Change[]>;
  /** What the reader must know of how the run was started. */
  readonly notices?: readonly Notice[];
  /** What is not done by then is reported as such; the run itself ends well. */
  readonly deadline?: AbortSignal;
  /** Nobody wants the run any more: it rejects, unless a write has been sent. */
  readonly cancel?: AbortSignal;
  /** Called as soon as the account of the credentials is known. */
  readonly onAccount?: (accountId: string) => void;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: 'reading' | 'writing';
  readonly done: number;
  readonly total: number;
}

/** Somebody asked for what the policy does not allow. The message names it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** Every Region that a policy could mean. */
export function coveredRegions({ regions, excludeRegions }: Policy): ReadonlySet<string> {
  const covered = new Set<string>(regions === 'all' ? ALL_REGIONS : regions);
  for (const excluded of excludeRegions) covered.delete(excluded);
  return covered;
}

/** Refuses Regions that the policy does not cover, before any call is made. */
export function requireRegionsInPolicy({ policy: { policy }, regions }: SweepRequest): void {
  const isAll = policy.regions === 'all';
  const covered = coveredRegions(policy);
  const outside = (regions ?? []).filter((region) => !covered.has(region));
  if (outside.length === 0) return;
  const expected = isAll ? 'AWS Regions that the policy does not exclude' : `some of ${[...covered].join(', ')}`;
  throw new RequestError(
    `regions: expected ${expected}, found ${outside.join(', ')}. A run can be narrower than the policy, never wider`,
  );
}

/** Refuses accounts other than the one of the credentials. */
export function requireOwnAccount(accountId: string, accounts: readonly string[] | undefined): void {
  const others = (accounts ?? []).filter((account) => account !== accountId);
  if (others.length === 0) return;
  throw new RequestError(
    `accounts: expected ${accountId}, the account of these credentials, found ${others.join(', ')}`,
  );
}
