import type { Assessment } from '../../core/compliance/assess.ts';
import { buildReport } from '../../core/compliance/build-report.ts';
import type { Notice, Report } from '../../core/compliance/report.ts';
import { uncomparedNotice } from '../../core/compliance/uncompared.ts';
import type { Remediation } from '../../core/run.ts';
import type { Scan } from '../scan/scan-result.ts';
import { planNotices } from '../scan/plan-run.ts';
import type { RunRequest } from './request.ts';
import type { Planned } from '../scan/planned.ts';

interface Ending {
  readonly scan: Scan;
  readonly request: RunRequest;
  readonly assessments: readonly Assessment[];
  readonly notices: readonly Notice[];
  readonly finishedAt: Date;
}

/** The report of a run, from what was scanned and what came of the plan. Pure. */
function reportRun({ scan, request, assessments, notices, finishedAt }: Ending): Report {
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
  };
  const names = scan.accounts.flatMap(({ accountId, name }) => (name === null ? [] : [[accountId, name] as const]));
  return buildReport(head, assessments, new Map(names));
}

interface PlannedEnding extends Pick<Ending, 'assessments' | 'finishedAt'>, Partial<Pick<Ending, 'notices'>> {
  /** The writes that `limits.maxActions` was asked about; those of the plan if left out. */
  readonly needed?: number;
}

/** The same, with the notices of the plan. Pure. */
export function reportPlanned(
  { request, scan, plan }: Planned,
  { assessments, notices = [], finishedAt, needed = plan.writes.length }: PlannedEnding,
): Report {
  // A partial run says nothing of the rest: the administrator may be in it.
  const uncompared = scan.scope.kind === 'full' ? uncomparedNotice(assessments) : null;
  const all = [...planNotices(needed, { scan, request }), ...(uncompared ? [uncompared] : []), ...notices];
  return reportRun({ scan, request, assessments, notices: all, finishedAt });
}

function remediationOf({ ceiling, policy: { policy } }: RunRequest): Remediation {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  return ceiling === 'enforce' && enforces ? 'enforce' : 'report';
}
