import type { ReportHead } from '../lib/core/compliance/build-report.ts';

/** The head of a report over every target. */
export function reportHead(targets: number): ReportHead {
  return {
    runId: 'bench',
    startedAt: '2026-11-24T09:00:00.000Z',
    finishedAt: '2026-11-24T09:00:01.000Z',
    trigger: 'command-line',
    policy: { source: 'bench', sha256: '0'.repeat(64), remediation: 'report' },
    regions: { source: 'policy', excluded: [] },
    scope: { kind: 'full', accounts: [], regions: null, targets, ofTargets: targets },
    notices: [],
  };
}
