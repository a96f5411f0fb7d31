import pMap from 'p-map';
import { flagLaterChanges } from '../../core/activity/later-changes.ts';
import type { MacieCall } from '../../core/activity/macie-call.ts';
import { changedSessions } from '../../core/alerts/changed-session.ts';
import { pendingAlerts } from '../../core/alerts/delivery.ts';
import type { Alert } from '../../core/alerts/model.ts';
import { reconcile } from '../../core/alerts/reconcile.ts';
import type { State } from '../../core/alerts/records.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { LimitedRepair } from '../../core/guard-rails/repair-limit.ts';
import type { GroupValues } from '../../core/observation.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetKey, type Target } from '../../core/target.ts';
import { alertSettings, guardSettings } from '../../policy/run-settings.ts';
import type { AccountAccess } from '../scan/deps.ts';
import type { Scan } from '../scan/scan-result.ts';
import { administratorOf } from '../enforce/writers.ts';
import type { RunRequest } from '../run/request.ts';

export interface RunFacts {
  readonly request: RunRequest;
  readonly scan: Scan;
  readonly report: Report;
  readonly limited: readonly LimitedRepair[];
  /** By account: the version of its stored state. */
  readonly versions: Readonly<Record<string, string>>;
  readonly now: Date;
}

export interface KnownCalls {
  /** Calls that can have made a drift; those that events reported if left out. */
  readonly calls?: readonly MacieCall[];
  readonly callsBetween?: readonly MacieCall[];
}

/** The state after a run, with the calls that events reported. Pure. */
export function reconcileRun(
  state: State,
  facts: RunFacts,
  { calls = facts.request.calls ?? [], callsBetween = [] }: KnownCalls = {},
): State {
  const { request, scan, report, limited, versions, now } = facts;
  const { policy } = request.policy;
  return reconcile({
    state,
    report,
    now,
    settings: alertSettings(policy),
    keepAttemptsMs: guardSettings(policy).coolDownMs,
    versions,
    calls: flagLaterChanges(calls, scan.targets),
    callsBetween,
    limited,
  });
}

interface Lookup {
  readonly accounts: ReadonlyMap<string, AccountAccess>;
  readonly signal: AbortSignal;
}

/** The calls behind the new drifts of a state. Events report their calls; a run on the schedule asks CloudTrail. */
export async function lookUpCallers(
  state: State,
  { request, scan, now }: RunFacts,
  { accounts, signal }: Lookup,
): Promise<readonly MacieCall[]> {
  if (request.calls !== undefined) return [];
  const unexplained = pendingAlerts(state).filter((alert) => alert.at === now.toISOString() && isUnexplained(alert));
  const read = new Map(scan.targets.map(({ target, observations }) => [targetKey(target), observations[SESSION]]));
  const sessionOf = (target: Target): GroupValues | null => {
    const session = read.get(targetKey(target));
    return session?.kind === 'values' ? session.values : null;
  };
  const lookup = { startedAt: scan.startedAt, signal, sessionOf };
  const administrators = new Map(scan.targets.map((one) => [targetKey(one.target), administratorOf(one)]));
  const [own, ofMembers] = await Promise.all([
    pMap(
      Map.groupBy(unexplained, ({ accountId }) => accountId),
      async ([accountId, alerts]) =>
        (await trailOf(accountId, { accounts, signal })?.lookUpCalls(alerts, lookup)) ?? [],
      { concurrency: PARALLEL_TRAILS },
    ),
    pMap(
      Map.groupBy(unexplained, (alert) => administratorFor(alert, administrators)),
      async ([administrator, alerts]) =>
        (await trailOf(administrator, { accounts, signal })?.lookUpMemberCalls(alerts, lookup)) ?? [],
      { concurrency: PARALLEL_TRAILS },
    ),
  ]);
  return [...own, ...ofMembers].flat();
}

/** Of as many accounts at the same time. */
const PARALLEL_TRAILS = 16;

/** Empty: none is known, so that no trail of one is asked. */
function administratorFor(alert: Alert, administrators: ReadonlyMap<string, string | null>): string {
  return alert.subject === 'drift' ? (administrators.get(targetKey(alert)) ?? '') : '';
}

/** The calls between two runs of the sessions that have changed. Events report their calls; a run on the schedule asks CloudTrail. */
export async function lookUpChanges(
  before: State,
  { request, report }: Pick<RunFacts, 'request' | 'report'>,
  { accounts, signal }: Lookup,
): Promise<readonly MacieCall[]> {
  if (request.calls !== undefined) return [];
  const found = await pMap(
    Map.groupBy(changedSessions(before, report), ({ accountId }) => accountId),
    async ([accountId, changed]) =>
      (await trailOf(accountId, { accounts, signal })?.lookUpChanges(changed, { signal })) ?? [],
    { concurrency: PARALLEL_TRAILS },
  );
  return found.flat();
}

/** undefined: it cannot be asked, or the time for all trails is over. A question costs the credentials of the account, even if it is late. */
function trailOf(accountId: string, { accounts, signal }: Lookup): AccountAccess | undefined {
  return signal.aborted ? undefined : accounts.get(accountId);
}

function isUnexplained(alert: Alert): boolean {
  return alert.subject === 'drift' && alert.call === null;
}
