import { pendingAlerts } from '../../../core/alerts/delivery.ts';
import { reconcile } from '../../../core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../../../core/alerts/records.ts';
import { hasNews } from '../../../core/compliance/verdict.ts';
import { skipAllWrites } from '../../../core/compliance/plan.ts';
import type { Report } from '../../../core/compliance/report.ts';
import { alertSettings } from '../../../policy/run-settings.ts';
import { applyPlan } from '../../enforce/apply.ts';
import { limitPlan } from '../../enforce/limit-plan.ts';
import { writersOf } from '../../enforce/writers.ts';
import { archiveRun } from '../../archive/archive-run.ts';
import type { AccountAccess } from '../../scan/deps.ts';
import type { Planned } from '../../scan/plan-run.ts';
import { deliverPending, type DeliveryOrder } from '../../notify/deliver.ts';
import { ratedAlerts } from '../../notify/rate-alerts.ts';
import { NOT_SENT, type RunDeps } from '../deps.ts';
import type { RunRequest } from '../request.ts';
import { QUIET, type RunResult } from '../result.ts';
import { reportPlanned } from '../run-report.ts';

/* The runs that have no state to go by: there is no table, another run holds the account, or the table fails. */

/** Without a table every run publishes its whole report, if it has news. */
export async function runWithoutTable(
  planned: Planned,
  accounts: ReadonlyMap<string, AccountAccess>,
  deps: RunDeps,
): Promise<RunResult> {
  const { request, plan } = planned;
  const { policy } = request.policy;
  const limited = limitPlan(planned);
  const { deadline } = deps;
  const writers = await writersOf(limited, accounts, { ...deps, policy });
  const assessments =
    request.ceiling === 'enforce' ? await applyPlan(limited, { accounts: writers, deadline }, deps) : plan.assessments;
  const held = request.ceiling === 'enforce' ? {} : { needed: 0, neededCost: null };
  const report = reportPlanned(planned, { ...held, assessments, finishedAt: deps.now() });
  const archiving = await archiveRun({ report, alerts: [], state: null, policy, store: null }, deps);
  const { published, failures, audience } = hasNews(report, policy.notify)
    ? await deps.publish({ report, archiving, channels: policy.alerts.channels, signal: deps.deliverBy })
    : NOT_SENT;
  return { ...QUIET, report, stateUse: 'none', state: null, alerts: null, published, failures, audience, archiving };
}

/** Another run held the account until the deadline: it reports, and this run only says so. */
export function runWhileBusy(planned: Planned, deps: RunDeps): RunResult {
  const report = reportUnwritten(planned, 'another run of macie-warden was at work all the time', deps);
  const stateNote = 'another run holds the account and sends its alerts';
  return { ...QUIET, report, stateUse: 'busy', state: null, alerts: [], stateNote };
}

/** The table failed before any write: nothing is repaired, because a repair that cannot be counted could be a fight. */
export async function runWithStateUnavailable(planned: Planned, why: string, deps: RunDeps): Promise<RunResult> {
  const { request } = planned;
  const held = 'the state of earlier runs could not be read, and repairs must be counted';
  const report = reportUnwritten(planned, held, deps);
  const settings = { ...alertSettings(request.policy.policy), unreadableAfter: 1 };
  const calls = request.calls ?? [];
  const state = reconcile({ state: EMPTY_STATE, report: asFull(report), now: deps.now(), settings, calls });
  const stateNote = `the state of earlier runs was not available (${why}), so everything that is not as it should be is reported again, and nothing is repaired`;
  return deliverUnstored(state, { report, request, stateNote }, deps);
}

/** The table failed after the writes: the alerts are sent all the same. The next run finds the same changes, with the same ids. */
export async function publishUnsaved(
  state: State,
  { report, request, why }: Pick<DeliveryOrder, 'report'> & { readonly request: RunRequest; readonly why: string },
  deps: RunDeps,
): Promise<RunResult> {
  const stateNote = `the state of this run was not saved (${why}), so the next run sends the same alerts again`;
  return deliverUnstored(state, { report, request, stateNote }, deps);
}

async function deliverUnstored(
  state: State,
  delivering: Omit<DeliveryOrder, 'archiving'>,
  deps: RunDeps,
): Promise<RunResult> {
  const { report, stateNote } = delivering;
  const { policy } = delivering.request.policy;
  const rated = ratedAlerts(pendingAlerts(state), { report, policy });
  const archiving = await archiveRun({ report, alerts: rated, state, policy, store: null }, deps);
  const { published, failures, audience, alerts } = await deliverPending(state, { ...delivering, archiving }, deps);
  const outcome = { report, state, alerts, stateNote, published, failures, audience, archiving };
  return { ...QUIET, ...outcome, stateUse: 'unavailable' };
}

function reportUnwritten(planned: Planned, why: string, deps: RunDeps): Report {
  const { request, plan } = planned;
  const { assessments } = request.ceiling === 'enforce' ? skipAllWrites(plan, why) : plan;
  // Another reason than their number holds the writes back.
  return reportPlanned(planned, { assessments, needed: 0, neededCost: null, finishedAt: deps.now() });
}

/** Without a state there is no run to wait for: what a partial run could not read is reported at once. */
function asFull(report: Report): Report {
  return { ...report, scope: { ...report.scope, kind: 'full' } };
}
