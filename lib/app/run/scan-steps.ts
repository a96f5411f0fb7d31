import type { ScanDeps } from '../scan/deps.ts';
import { planRun, type Planned } from '../scan/plan-run.ts';
import { scanTargets, type ScanOrder } from '../scan/scan.ts';

/** Reads every target in scope, compares it and plans. */
export async function scanAndPlan(order: ScanOrder, deps: ScanDeps): Promise<Planned> {
  const scan = await scanTargets(order, deps);
  return { request: order.request, scan, plan: planRun(scan, order.request) };
}
