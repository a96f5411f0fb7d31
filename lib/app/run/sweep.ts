import type { Assessment } from '../../core/compliance/assess.ts';
import { assemble } from '../../core/compliance/build-report.ts';
import type { Remediation } from '../../core/model.ts';
import type { Notice, Report } from '../../core/compliance/report.ts';
import { applyWrites } from '../enforce/apply.ts';
import type { Deps } from '../wiring/deps.ts';
import type { SweepRequest } from './request.ts';
import { survey, type Survey } from '../scan/scan.ts';

/** One whole run: look, plan, do what may be done, report. */
export async function sweep(request: SweepRequest, deps: Deps): Promise<Report> {
  return carryOut(await survey(request, deps), deps);
}

/** Carries out the plan of a survey, which is empty unless the run may write, and reports. */
export async function carryOut(surveyed: Survey, deps: Deps): Promise<Report> {
  const { request, plan } = surveyed;
  const signals = [request.deadline, request.cancel].filter((signal) => signal !== undefined);
  const { onProgress } = request;
  const settled = await applyWrites(deps, { writes: plan.writes, stop: AbortSignal.any(signals), onProgress });
  const after = new Map(plan.writes.map(({ assessment }, index) => [assessment, settled[index]]));
  const assessments = plan.assessments.map((assessment) => after.get(assessment) ?? assessment);
  const wasCancelled = request.cancel?.aborted === true;
  const notices: Notice[] = wasCancelled ? [{ kind: 'cancelled', message: 'the run was stopped before its end' }] : [];
  return reportOf(surveyed, { assessments, notices, deps });
}

interface Ending {
  readonly assessments: readonly Assessment[];
  readonly notices: readonly Notice[];
  readonly deps: Deps;
}

function reportOf(surveyed: Survey, { assessments, notices, deps }: Ending): Report {
  const { request, scope, plan, startedAt } = surveyed;
  const head = {
    runId: surveyed.runId,
    startedAt: startedAt.toISOString(),
    finishedAt: deps.now().toISOString(),
    trigger: request.trigger,
    policy: { source: request.policy.source, sha256: request.policy.sha256, remediation: remediationOf(request) },
    regions: { source: scope.source, excluded: scope.excluded },
    notices: [...surveyed.notices, ...plan.notices, ...notices],
  };
  return assemble(head, assessments);
}

function remediationOf({ ceiling, policy: { policy } }: SweepRequest): Remediation {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  return ceiling === 'enforce' && enforces ? 'enforce' : 'report';
}
