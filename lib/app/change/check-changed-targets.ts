import { awaitedOf, isCaughtUp, type Awaited } from '../../core/activity/expected-state.ts';
import type { Change } from '../../core/activity/macie-call.ts';
import type { Reason } from '../../core/model.ts';
import { compareText } from '../../core/order.ts';
import type { Result } from '../../core/compliance/report.ts';
import { refusalOf } from '../../core/compliance/outcomes.ts';
import type { LoadedPolicy } from '../../policy/load.ts';
import { capNotice } from '../check/check.ts';
import { NOT_COOLING } from '../run/cooling.ts';
import { run, type Ran, type RunDeps } from '../run/run.ts';
import type { Kept } from './select-events.ts';

/** After this long, readings show what was done. What is older is a second delivery. */
const LAG_MS = 5 * 60 * 1000;
/** A cause that is older may not be the last one any more. */
const FRESH_MS = 60 * 60 * 1000;
/** A cool-down that lasts longer is not waited for: the event comes back later. */
const LONGEST_WAIT_MS = 60 * 1000;
/** The queue brings an event back after twelve minutes (resources/change.yml). What lasts longer than that is left to the schedule. */
const LONGEST_RETURN_MS = 10 * 60 * 1000;
/** A session that is unknown for one of these reasons may be known soon. */
const PASSING: ReadonlySet<Reason> = new Set(['throttled', 'timeout', 'network', 'service-error', 'bad-response']);

export interface Looked {
  /** What has to be looked into again. */
  readonly returned: readonly Kept[];
  readonly callToAlertMs: number | null;
}

interface Context {
  readonly policy: LoadedPolicy;
  /** Repairs that came with the events. */
  readonly own: readonly Change[];
  readonly deps: RunDeps;
}

/** One look at every Region that the events name. A repair that only waits for a short cool-down is waited for. */
export async function look(kept: readonly Kept[], context: Context): Promise<Looked> {
  const { deps } = context;
  const first = await lookOnce(kept, context);
  const { cooling, coolAt } = first.ran.told ?? NOT_COOLING;
  if (coolAt === null) return first;
  const waiting = kept.filter(({ event }) => cooling.has(regionOf(event)));
  const waitMs = Math.max(0, coolAt.getTime() - deps.now().getTime());
  if (waitMs > LONGEST_RETURN_MS) return first;
  if (waitMs <= LONGEST_WAIT_MS) await deps.wait(waitMs, deps.deadline);
  if (waitMs > LONGEST_WAIT_MS || deps.deadline.aborted)
    return { ...first, returned: [...new Set([...first.returned, ...waiting])] };
  const second = await lookOnce(waiting, context);
  const stillCooling = second.ran.told?.cooling ?? new Set();
  const others = first.returned.filter((one) => !waiting.includes(one));
  const again = waiting.filter((one) => second.returned.includes(one) || stillCooling.has(regionOf(one.event)));
  return { returned: [...others, ...again], callToAlertMs: first.callToAlertMs ?? second.callToAlertMs };
}

function regionOf(event: Kept['event']): string {
  return event.kind === 'call' ? event.change.region : event.region;
}

async function lookOnce(
  kept: readonly Kept[],
  { policy, own, deps }: Context,
): Promise<Looked & { readonly ran: Ran }> {
  const now = deps.now().getTime();
  const calls = kept.flatMap(({ event }) => (event.kind === 'call' ? [event.change] : []));
  const within = (ageMs: number, all: readonly Change[]): readonly Change[] =>
    all.filter(({ at }) => now - Date.parse(at) < ageMs);
  const awaited = awaitedOf(within(LAG_MS, [...calls, ...own]));
  const ran = await run(
    {
      request: {
        policy,
        trigger: 'change',
        // Without a table repairs could not be counted, and two that fight would fight for ever.
        ceiling: deps.openStore ? deps.ceiling : 'report',
        regions: [...new Set(kept.map(({ event }) => regionOf(event)))].toSorted(compareText),
        // Whether a Region has just been enabled, only AWS's lists say.
        areRegionsKnown: calls.length === kept.length,
        awaited,
        notices: capNotice(policy, deps.ceiling),
      },
      isWhole: false,
      changes: within(FRESH_MS, calls),
    },
    deps,
  );
  const unsettled = new Set(
    ran.report.results
      .filter((result) => isUnsettled(result, { awaited, isCut: deps.deadline.aborted }))
      .map(({ region }) => region),
  );
  const isReturned = ({ event }: Kept): boolean => ran.told?.kind === 'busy' || unsettled.has(regionOf(event));
  return { ran, returned: kept.filter(isReturned), callToAlertMs: callToAlert(ran, deps.now()) };
}

interface Unsettling {
  readonly awaited: ReadonlyMap<string, Awaited>;
  /** Was the time of the run over before all was done? */
  readonly isCut: boolean;
}

/** Has it to be looked at again: could it not be read or repaired for a while, or does it still show what was before the call? */
function isUnsettled({ verdict, drifts, reason, region, session }: Result, { awaited, isCut }: Unsettling): boolean {
  if (verdict === 'unknown') return reason !== null && PASSING.has(reason);
  const isLeft = drifts.some((drift) => {
    const refusal = refusalOf(drift);
    return (isCut && drift.outcome === 'skipped') || (refusal !== null && PASSING.has(refusal));
  });
  const isWritten = drifts.some(({ outcome }) => outcome === 'verified' || outcome === 'applied');
  const wanted = awaited.get(region);
  return isLeft || (!isWritten && wanted?.kind === 'either' && session !== null && !isCaughtUp(session, wanted));
}

function callToAlert({ alerts, published }: Ran, now: Date): number | null {
  const times = (alerts ?? []).flatMap(({ change: call }) => (call ? [Date.parse(call.at)] : []));
  return published && times.length > 0 ? now.getTime() - Math.min(...times) : null;
}
