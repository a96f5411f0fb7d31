import { pendingAlerts } from '../../../core/alerts/delivery.ts';
import { guardRun } from '../../enforce/guard-run.ts';
import { reconcileRun } from '../../notify/reconcile-run.ts';
import { QUIET, type RunResult } from '../result.ts';
import { reportPlanned } from '../run-report.ts';
import type { Planned } from '../../scan/plan-run.ts';
import type { StoredStates } from '../stored-states.ts';

/**
 * Most runs change nothing: one Query, made beside the scan, is all that their state costs. null: there is something to write or
 * to report, so the run needs the lease. Pure.
 */
export function quietRun(planned: Planned, stored: StoredStates | null, now: Date): RunResult | null {
  const { request, scan } = planned;
  if (stored === null || request.publish === 'always' || stored.unreadableKeys.length > 0) return null;
  // A concurrent run with older readings must see that it is outdated, even if nothing changed here.
  if (request.calls?.some(({ sets }) => Object.keys(sets).length > 0)) return null;
  const guarded = guardRun(planned, { stored, now });
  if (guarded.plan.writes.length > 0) return null;
  const { assessments } = guarded.plan;
  const report = reportPlanned(planned, { ...guarded, assessments, finishedAt: now });
  const { state } = stored;
  const next = reconcileRun(state, { request, scan, report, limited: guarded.limited, versions: stored.versions, now });
  if (pendingAlerts(next).length > 0 || JSON.stringify(next) !== JSON.stringify(state)) return null;
  return { ...QUIET, report, stateUse: 'stored', state, alerts: [], cooling: guarded.cooling };
}
