import type { MacieCall } from '../activity/macie-call.ts';
import type { Report, Result } from '../compliance/report.ts';
import { updateAttempts } from '../guard-rails/repair-ledger.ts';
import type { LimitedRepair } from '../guard-rails/repair-limit.ts';
import { compareText } from '../order.ts';
import { targetKey, type Target } from '../target.ts';
import { DAY_MS } from '../time.ts';
import { mustKeep } from './delivery.ts';
import type { ReconcileContext } from './reconcile-context.ts';
import type { AlertSettings } from './model.ts';
import { reconcileDrifts, reconcileUnreadable } from './reconcile-target.ts';
import { driftKey, unreadableKey, type State } from './records.ts';
import { reconcileInterruptions } from './interruption.ts';
import { reconcilePolicies } from './policy-change.ts';
import { sessionTimesAfter } from './session-times.ts';
import { coversWholePolicy } from './whole-policy.ts';
import { indexState, NOTHING_KNOWN } from './state-index.ts';

export interface ReconcileFacts {
  readonly state: State;
  readonly report: Report;
  readonly now: Date;
  readonly settings: AlertSettings;
  /** How long repair attempts are kept: a day, or the cool-down if that is longer. */
  readonly keepAttemptsMs?: number;
  /** By account: the version of its stored state. Alerts of the same change and version have the same id. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Calls that CloudTrail recorded: they name who made a drift. */
  readonly calls?: readonly MacieCall[];
  /** Calls that CloudTrail recorded between two runs, of sessions that have changed. */
  readonly callsBetween?: readonly MacieCall[];
  /** Repairs that the guard rails held back because their limit is reached. */
  readonly limited?: readonly LimitedRepair[];
}

/** The state after a run, with the alerts that the run adds. An unknown never resolves anything. */
export function reconcile(options: ReconcileFacts): State {
  const { state, report, now, settings, keepAttemptsMs = DAY_MS, versions = {}, calls = [], limited = [] } = options;
  const { callsBetween = [] } = options;
  const { startedAt, finishedAt, scope } = report;
  const narrowedTo = scope.settings;
  const context: ReconcileContext = { now, startedAt, finishedAt, settings, versions, calls, callsBetween, narrowedTo };
  const stored = indexState(state, limited);
  const times = new Map(state.sessions.map((one) => [one.accountId, one.regions]));
  const drifts = new Map(state.drifts.map((record) => [driftKey(record), record]));
  const unreadable = new Map(state.unreadable.map((record) => [unreadableKey(record), record]));
  const counts = scope.kind === 'full';
  const results = [...report.results, ...(coversWholePolicy(report) ? notCovered(stored.targets, report) : [])];
  for (const result of results) {
    const found = stored.of(result);
    const known = found ?? NOTHING_KNOWN;
    const time = times.get(result.accountId)?.[result.region] ?? null;
    // Most targets are compliant, have no records and have not changed: they cost nothing.
    const isQuiet = found === null && result.drifts.length === 0 && result.unknowns.length === 0;
    const records = isQuiet ? [] : reconcileDrifts(result, { known, context });
    const interrupted = reconcileInterruptions(result, { known, records, time, context });
    for (const record of [...records, ...interrupted]) drifts.set(driftKey(record), record);
    if (isQuiet) continue;
    for (const record of reconcileUnreadable(result, { known, counts, context }))
      unreadable.set(unreadableKey(record), record);
  }
  return {
    drifts: [...drifts.values()].filter((one) => mustKeep(one, now)).toSorted(byKey(driftKey)),
    unreadable: [...unreadable.values()].filter((one) => mustKeep(one, now)).toSorted(byKey(unreadableKey)),
    ledgers: updateAttempts(state.ledgers, {
      results,
      narrowedTo,
      startedAt,
      now,
      keepMs: Math.max(DAY_MS, keepAttemptsMs),
    }),
    sessions: sessionTimesAfter(state.sessions, report),
    policies: reconcilePolicies(state.policies, report, context),
  };
}

const NOT_COVERED = 'the policy no longer covers it, and it was not read';

/** The targets of the state that the policy does not cover any more: there is nothing to compare. */
function notCovered(targets: readonly Target[], { results, regions, scope }: Report): readonly Result[] {
  const read = new Set(results.map(targetKey));
  // Under `regions: all` a Region that AWS's lists leave out is still covered, and was not read.
  const isMissed = ({ accountId, region }: Target): boolean =>
    regions.source === 'live' && scope.accounts.includes(accountId) && !regions.excluded.includes(region);
  const nothing = { session: null, settings: {}, drifts: [], unknowns: [], reason: null };
  return targets
    .filter((target) => !read.has(targetKey(target)) && !isMissed(target))
    .map((target) => ({ ...target, ...nothing, verdict: 'not-applicable', detail: NOT_COVERED }));
}

function byKey<T>(keyOf: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => compareText(keyOf(a), keyOf(b));
}
