import type { Report } from '../../core/compliance/report.ts';
import { sendDigest } from '../check/digest.ts';
import { snsFailure } from '../check/sns-failure.ts';
import { reportPlanned } from '../run/run-report.ts';
import { recordRun } from '../run/planned/run-steps.ts';
import { joinRepairs } from './join-repairs.ts';
import { joinShards } from './join.ts';
import type { StepDeps } from './deps.ts';
import { deliverRun } from './states/deliver-run.ts';
import { parseConcludeInput } from './events.ts';
import { requirePlan } from './files/read-files.ts';
import { reconcileRest } from './states/reconcile-rest.ts';

/** What the execution of the state machine ends with. */
export interface ConcludeOutput extends Pick<Report, 'runId' | 'verdict' | 'summary'> {
  readonly published: boolean;
  readonly alerts: number;
}

/**
 * Joins the plan with what was read and repaired: one report, one message, one record. A second attempt finds the states reconciled,
 * and sends what is still pending.
 */
export async function concludeRun(event: unknown, deps: StepDeps): Promise<ConcludeOutput> {
  const { runId, failures = {} } = parseConcludeInput(event);
  const plan = await requirePlan(runId, deps.runObjects);
  const joined = await joinRepairs(await joinShards(plan, deps), failures, deps);
  const { planned, assessments, notices, needed, neededCost } = joined;
  const report = reportPlanned(planned, { assessments, notices, needed, neededCost, finishedAt: deps.now() });

  const store = await deps.openOrganizationStore();
  const reconciled = await reconcileRest(joined, { report, store }, deps);
  const result = await deliverRun(
    reconciled,
    {
      report,
      request: plan.request,
      cooling: joined.cooling,
      store,
      unitNames: new Map(Object.entries(plan.unitNames ?? {})),
    },
    deps,
  );
  await recordRun(result, store, deps);
  deps.recordRun(result);
  const failure = snsFailure(result.failures);
  if (failure !== null) {
    deps.logReport(report);
    throw failure;
  }
  if (plan.digest) await sendDigest(result, plan.request.policy, deps);
  const { verdict, summary } = report;
  return { runId, verdict, summary, published: result.published, alerts: result.alerts?.length ?? 0 };
}
