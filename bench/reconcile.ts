import { reconcile } from '../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE } from '../lib/core/alerts/records.ts';
import type { Drift } from '../lib/core/compliance/drift.ts';
import type { Report, Result } from '../lib/core/compliance/report.ts';
import { runVerdict, summarize } from '../lib/core/compliance/verdict.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import type { Measurement } from './measure.ts';

const SETTINGS = { remindAfterMs: 3 * 24 * 60 * 60 * 1000, unreadableAfter: 2, flapLimit: 3 };
const DRIFT: Drift = {
  setting: 'status',
  desired: 'ENABLED',
  actual: 'PAUSED',
  action: 'resume',
  outcome: 'planned',
  failure: null,
  detail: null,
  waiver: null,
};
const NOW = '2026-11-24T09:00:00.000Z';

/** So many targets of one account or of many, the first of them drifted. */
function reportOf(
  targets: number,
  { drifted, perAccount = MACIE_REGIONS.length }: { drifted: number; perAccount?: number },
): Report {
  const results = Array.from({ length: targets }, (_, index): Result => {
    const isDrifted = index < drifted;
    const accountId = String(100_000_000_000 + Math.floor(index / perAccount));
    const region = perAccount > MACIE_REGIONS.length ? `region-${index}` : (MACIE_REGIONS[index % perAccount] ?? '');
    return {
      accountId,
      region,
      verdict: isDrifted ? 'drifted' : 'compliant',
      session: null,
      settings: { status: isDrifted ? 'PAUSED' : 'ENABLED' },
      unknowns: [],
      drifts: isDrifted ? [DRIFT] : [],
      reason: null,
      detail: null,
    };
  });
  const summary = summarize(results);
  return {
    schemaVersion: 2,
    runId: 'bench',
    startedAt: NOW,
    finishedAt: NOW,
    trigger: 'schedule',
    scope: { kind: 'full', accounts: [], regions: null, targets, ofTargets: targets },
    policy: { source: 'bench', sha256: '0'.repeat(64), remediation: 'report' },
    regions: { source: 'live', excluded: [] },
    verdict: runVerdict(summary),
    summary,
    notices: [],
    results,
  };
}

/** Reconciling alone: 150,000 targets, 1,000 of them open. */
export function benchReconcile(): readonly Measurement[] {
  const report = reportOf(150_000, { drifted: 1000 });
  const first = reconcile({ state: EMPTY_STATE, report, now: new Date(NOW), settings: SETTINGS });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const second = reconcile({ state: first, report, now: new Date(NOW), settings: SETTINGS });
  const ms = performance.now() - start;
  const grownMb = Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20;
  const note = `${second.drifts.length} records kept`;
  return [
    { name: 'alerts of 150,000 targets, 1,000 open: reconcile', value: ms, unit: 'ms', note },
    { name: 'alerts of 150,000 targets, 1,000 open: heap', value: grownMb, unit: 'MB' },
  ];
}
