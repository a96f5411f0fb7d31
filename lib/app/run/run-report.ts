import type { Assessment } from '../../core/compliance/assess.ts';
import type { CostSum } from '../../core/cost/model.ts';
import { buildReport } from '../../core/compliance/build-report.ts';
import type { Notice, Report } from '../../core/compliance/report.ts';
import { uncomparedNotice } from '../../core/compliance/uncompared.ts';
import type { Remediation } from '../../core/run.ts';
import { costOfPlanned } from '../cost/planned-cost.ts';
import { planNotices } from '../scan/plan-run.ts';
import type { RunRequest } from './request.ts';
import type { Planned } from '../scan/plan-run.ts';

interface Ending {
  readonly planned: Planned;
  readonly assessments: readonly Assessment[];
  readonly notices: readonly Notice[];
  readonly finishedAt: Date;
}

/** The report of a run, from what was scanned and what came of the plan. Pure. */
function reportRun({ planned, assessments, notices, finishedAt }: Ending): Report {
  const { scan, request } = planned;
  const cost = costOfPlanned(planned);
  const { runId, startedAt, scope, regions } = scan;
  const { source, sha256 } = request.policy;
  const head = {
    runId,
    startedAt,
    finishedAt: finishedAt.toISOString(),
    trigger: request.trigger,
    scope,
    policy: { source, sha256, remediation: remediationOf(request) },
    regions,
    notices: [...scan.notices, ...notices],
    ...(cost === null ? {} : { cost }),
  };
  return buildReport(head, assessments, scan.accounts);
}

interface PlannedEnding extends Pick<Ending, 'assessments' | 'finishedAt'>, Partial<Pick<Ending, 'notices'>> {
  /** The writes that `limits.maxActions` was asked about; those of the plan if left out. */
  readonly needed?: number;
  /** What `limits.maxMonthlyCost` was asked about; the cost of the plan if left out. */
  readonly neededCost?: CostSum | null;
}

/** The same, with the notices of the plan. Pure. */
export function reportPlanned(
  planned: Planned,
  { assessments, notices = [], finishedAt, ...given }: PlannedEnding,
): Report {
  const { needed = planned.plan.writes.length, neededCost = costOfPlanned(planned) } = given;
  // A partial run says nothing of the rest: the administrator may be in it.
  const uncompared = planned.scan.scope.kind === 'full' ? uncomparedNotice(assessments) : null;
  const all = [...planNotices({ needed, neededCost }, planned), ...(uncompared ? [uncompared] : []), ...notices];
  return reportRun({ planned, assessments, notices: all, finishedAt });
}

function remediationOf({ ceiling, policy: { policy } }: RunRequest): Remediation {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  return ceiling === 'enforce' && enforces ? 'enforce' : 'report';
}
