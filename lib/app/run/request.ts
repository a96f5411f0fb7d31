import type { Awaited } from '../../core/activity/expected-state.ts';
import type { Remediation, Trigger } from '../../core/model.ts';
import type { Notice } from '../../core/compliance/report.ts';
import { ALL_REGIONS } from '../../core/regions.ts';
import type { LoadedPolicy } from '../../policy/load.ts';
import type { Policy } from '../../policy/schema.ts';

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
  /** By Region, what readings have to catch up with: they are repeated until they have. */
  readonly awaited?: ReadonlyMap<string, Awaited>;
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

/** Does the policy mean this Region, of which AWS says that it is one? There may be more than this version knows. */
export function covers({ regions, excludeRegions }: Policy, region: string): boolean {
  return (regions === 'all' || regions.includes(region)) && !excludeRegions.includes(region);
}

/** Refuses Regions that the policy does not cover, before any call is made. Those of events have been sifted. */
export function requireRegionsInPolicy({ policy: { policy }, regions, trigger }: SweepRequest): void {
  if (trigger === 'change') return;
  const isAll = policy.regions === 'all';
  const covered = new Set(
    (policy.regions === 'all' ? ALL_REGIONS : policy.regions).filter((region) => covers(policy, region)),
  );
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
