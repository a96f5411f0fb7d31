import { applyPlan } from '../../lib/app/enforce/apply.ts';
import { writersOf } from '../../lib/app/enforce/writers.ts';
import type { RunRequest, RunSignals } from '../../lib/app/run/request.ts';
import { reportPlanned } from '../../lib/app/run/run-report.ts';
import { accessById } from '../../lib/app/run/run-accounts.ts';
import { scanAndPlan } from '../../lib/app/run/scan-steps.ts';
import { accountsInScope } from '../../lib/app/organization/account-scope.ts';
import type { ScanDeps } from '../../lib/app/scan/deps.ts';
import { limitActions } from '../../lib/core/guard-rails/action-limit.ts';
import type { Report } from '../../lib/core/compliance/report.ts';

/** A run as the command line makes it: scan, plan, apply what the request allows, report. No state. */
export async function runOnce(request: RunRequest, deps: ScanDeps, signals: RunSignals = {}): Promise<Report> {
  const inScope = await accountsInScope(request, deps, new AbortController().signal);
  const order = { request, runId: deps.newId(), startedAt: deps.now().toISOString(), ...inScope, ...signals };
  const planned = await scanAndPlan(order, deps);
  const limited = limitActions(planned.plan, request.policy.policy.limits.maxActions);
  const access = await accessById(order);
  const { policy } = request.policy;
  const assessments =
    request.ceiling === 'enforce'
      ? await applyPlan(limited, { accounts: await writersOf(limited, access, { ...deps, policy }), ...signals }, deps)
      : limited.assessments;
  return reportPlanned(planned, { assessments, finishedAt: deps.now() });
}
