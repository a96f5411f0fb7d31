import { accountsInScope } from '../organization/account-scope.ts';
import { withDeparted } from '../organization/departed-accounts.ts';
import { planRun } from '../scan/plan-run.ts';
import { scanTargets, type ScanOrder } from '../scan/scan.ts';
import type { RunDeps } from './deps.ts';
import type { RunRequest } from './request.ts';
import type { RunResult } from './result.ts';
import { loadEarly } from './run-accounts.ts';
import { requireTime } from './time.ts';

/** One run: reads the targets in scope, repairs what it may, and sends what has changed. Throws a WardenError. */
export async function run(request: RunRequest, deps: RunDeps): Promise<RunResult> {
  const { deadline, openState, runMs } = deps;
  const start = { runId: deps.newId(), startedAt: deps.now().toISOString() };
  const listed = await accountsInScope(request, deps, deadline);
  const inScope = await withDeparted(listed, { request, openStore: openState }, deps);
  const order: ScanOrder = { ...start, request, ...inScope, deadline };
  const toRead = inScope.accounts.filter(({ notApplicable }) => notApplicable === null);
  if (runMs !== undefined)
    requireTime(toRead.length, request, runMs - (deps.now().getTime() - Date.parse(start.startedAt)));

  // The other half of the run is loaded while the scan waits for its answers.
  const scanning = Promise.all([scanTargets(order, deps), loadEarly(order, deps)]);
  const [[scan, early], { runPlanned }] = await Promise.all([scanning, import('./planned/run-planned.ts')]);
  return runPlanned({ request, scan, plan: planRun(scan, request) }, { order, early }, deps);
}
