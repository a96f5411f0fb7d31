import pMap from 'p-map';
import { isCaughtUp, type Awaited } from '../../core/activity/expected-state.ts';
import type { Observation } from '../../core/model.ts';
import type { Reading } from '../../macie/session.ts';
import type { Lookup, RegionStates } from '../../targets/lookup.ts';
import { NOT_ENABLED } from '../../targets/scope.ts';
import type { Deps } from '../wiring/deps.ts';
import type { SweepRequest } from '../run/request.ts';
import { budget, within } from './time-limit.ts';

export interface Observed {
  readonly region: string;
  readonly observation: Observation;
}

export interface ObserveOptions {
  readonly regions: readonly string[];
  /** Ends all readings: what is not there yet is unknown. */
  readonly signal: AbortSignal;
  /** Asked for only when a Region rejects the credentials. */
  readonly enabled: () => Promise<Lookup<RegionStates>>;
  readonly awaited?: SweepRequest['awaited'];
  readonly onProgress?: SweepRequest['onProgress'];
}

/** Reads the session of every Region, several at a time. One bad Region costs its own budget and nothing else. */
export async function observeRegions(deps: Deps, options: ObserveOptions): Promise<readonly Observed[]> {
  const { regions, onProgress } = options;
  let done = 0;
  onProgress?.({ phase: 'reading', done, total: regions.length });
  return pMap(
    regions,
    async (region) => {
      const observation = await observe(deps, { ...options, region });
      onProgress?.({ phase: 'reading', done: ++done, total: regions.length });
      return { region, observation };
    },
    { concurrency: deps.limits.parallelReads },
  );
}

async function observe(
  deps: Deps,
  { region, signal, enabled, awaited }: ObserveOptions & { region: string },
): Promise<Observation> {
  const wanted = awaited?.get(region);
  const reading = await (wanted ? readAwaited(deps, { region, signal, wanted }) : readOnce(deps, { region, signal }));
  if (reading.kind !== 'token-rejected') return reading;
  const states = await enabled();
  if (states.kind === 'known' && states.value.get(region) === false)
    return { kind: 'not-applicable', detail: NOT_ENABLED };
  return { kind: 'unknown', reason: 'credentials', detail: reading.detail };
}

/** CloudTrail can be faster than Macie's own readings: they are repeated, with growing waits, until they have caught up. */
async function readAwaited(
  deps: Deps,
  { region, signal, wanted }: { region: string; signal: AbortSignal; wanted: Awaited },
): Promise<Reading> {
  let reading = await readOnce(deps, { region, signal });
  const isStale = (): boolean => reading.kind !== 'session' || !isCaughtUp(reading.session, wanted);
  // What gave no answer in its whole budget keeps the others waiting no longer.
  const isGivenUp = (): boolean => reading.kind === 'unknown' && reading.reason === 'timeout';
  for (const waitMs of deps.limits.lagWaitsMs) {
    if (signal.aborted || !isStale() || isGivenUp()) break;
    await deps.wait(waitMs, signal);
    if (signal.aborted) break;
    reading = await readOnce(deps, { region, signal });
  }
  if (wanted.kind !== 'sets' || reading.kind !== 'session' || !isStale()) return reading;
  // What the session was before a call is not what it is.
  return {
    kind: 'unknown',
    reason: 'bad-response',
    detail: `readings do not show yet what was called at ${wanted.at}`,
  };
}

/** One reading that ends with its budget or its signal, whichever is first. */
export async function readOnce(deps: Deps, { region, signal }: { region: string; signal: AbortSignal }) {
  const limit = budget(deps.limits.callBudgetMs, signal);
  return within(limit, {
    work: () => deps.read(region, limit),
    late: () => ({
      kind: 'unknown' as const,
      reason: 'timeout' as const,
      detail: signal.aborted
        ? 'the time of the run was over before this Region answered'
        : `no answer within ${deps.limits.callBudgetMs / 1000} s, retries included`,
    }),
  });
}
