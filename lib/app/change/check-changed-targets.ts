import { expectedGroups } from '../../core/activity/expected-groups.ts';
import { expectedStates } from '../../core/activity/expected-state.ts';
import type { MacieCall } from '../../core/activity/macie-call.ts';
import { eventTargetKey, targetOf } from '../../core/activity/received-event.ts';
import { compareText } from '../../core/order.ts';
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { cappedNotice } from '../check/ceiling.ts';
import type { CheckDeps } from '../check/deps.ts';
import { runAndRecord } from '../check/run-and-record.ts';
import type { RunRequest } from '../run/request.ts';
import type { RunResult } from '../run/result.ts';
import type { SelectedEvent } from './select-events.ts';
import { targetsToCheckAgain } from './targets-to-check-again.ts';

/** After this long, readings show every call. An older event is a second delivery. */
const LAG_MS = 5 * MINUTE_MS;
/** An older call may not be the last one any more. */
const FRESH_MS = HOUR_MS;
/** A longer cool-down is not waited for: the event is returned to the queue. */
const LONGEST_WAIT_MS = MINUTE_MS;
/** The queue redelivers an event after twelve minutes (resources/change.yml). A longer cool-down is left to the schedule. */
const LONGEST_RETURN_MS = 10 * MINUTE_MS;

export interface CheckedTargets {
  /** Events to return to the queue. */
  readonly returned: readonly SelectedEvent[];
  readonly callToAlertMs: number | null;
}

interface Context {
  readonly policy: LoadedPolicy;
  readonly ownRepairs: readonly MacieCall[];
}

/** Checks every target that the events name. A repair that only waits for a short cool-down is waited for, and checked again. */
export async function checkChangedTargets(
  selected: readonly SelectedEvent[],
  context: Context,
  deps: CheckDeps,
): Promise<CheckedTargets> {
  const first = await checkOnce(selected, context, deps);
  const { targets, until } = first.result.cooling;
  if (until === null) return first;
  const waitMs = Math.max(0, Date.parse(until) - deps.now().getTime());
  if (waitMs > LONGEST_RETURN_MS) return first;

  const cooling = selected.filter(({ event }) => targets.includes(eventTargetKey(event)));
  if (waitMs <= LONGEST_WAIT_MS) await deps.wait(waitMs, deps.deadline);
  if (waitMs > LONGEST_WAIT_MS || deps.deadline.aborted)
    return { ...first, returned: [...new Set([...first.returned, ...cooling])] };
  const second = await checkOnce(cooling, context, deps);
  const stillCooling = second.result.cooling.targets;
  const others = first.returned.filter((one) => !cooling.includes(one));
  const again = cooling.filter(
    (one) => second.returned.includes(one) || stillCooling.includes(eventTargetKey(one.event)),
  );
  return { returned: [...others, ...again], callToAlertMs: first.callToAlertMs ?? second.callToAlertMs };
}

async function checkOnce(
  selected: readonly SelectedEvent[],
  context: Context,
  deps: CheckDeps,
): Promise<CheckedTargets & { readonly result: RunResult }> {
  const request = requestFor(selected, context, deps);
  const result = await runAndRecord(request, deps);
  const expectations = {
    expected: request.expected ?? {},
    expectedGroups: request.expectedGroups ?? {},
    isCut: deps.deadline.aborted,
  };
  const toCheckAgain = targetsToCheckAgain(result.report, expectations);
  const returned = selected.filter(
    ({ event }) => result.stateUse === 'busy' || toCheckAgain.has(eventTargetKey(event)),
  );
  return { result, returned, callToAlertMs: callToAlert(result, deps.now()) };
}

/** A run narrowed to the targets of the events. */
function requestFor(selected: readonly SelectedEvent[], { policy, ownRepairs }: Context, deps: CheckDeps): RunRequest {
  const now = deps.now().getTime();
  const calls = selected.flatMap(({ event }) => (event.kind === 'call' ? [event.call] : []));
  const newerThan = (ageMs: number, all: readonly MacieCall[]): readonly MacieCall[] =>
    all.filter(({ at }) => Math.abs(now - Date.parse(at)) < ageMs);
  const recent = newerThan(LAG_MS, [...calls, ...ownRepairs]);
  const accounts = [...new Set(selected.map(({ event }) => targetOf(event).accountId))].toSorted(compareText);
  const regions = [...new Set(selected.map(({ event }) => targetOf(event).region))].toSorted(compareText);
  return {
    policy,
    trigger: 'change',
    // Without a table repairs could not be counted, and two systems that undo each other's writes would never stop.
    ceiling: deps.openState ? deps.ceiling : 'report',
    only: policy.policy.accounts === 'self' ? { regions } : { accounts, regions },
    // Only AWS's lists say whether a Region has just been enabled.
    areRegionsKnown: selected.every(({ event }) => event.kind !== 'opt-in'),
    expected: expectedStates(recent),
    expectedGroups: expectedGroups(recent),
    calls: newerThan(FRESH_MS, calls),
    notices: cappedNotice(policy, deps.ceiling),
    publish: 'changes',
  };
}

function callToAlert({ alerts, published }: RunResult, now: Date): number | null {
  const times = (alerts ?? []).flatMap((alert) =>
    alert.subject === 'drift' && alert.call ? [Date.parse(alert.call.at)] : [],
  );
  return published && times.length > 0 ? now.getTime() - Math.min(...times) : null;
}
