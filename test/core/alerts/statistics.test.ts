import { expect, test } from '@jest/globals';
import { coverage, mean, recordOf, repairMinutes } from '../../../lib/core/alerts/statistics.ts';
import { CHANGES } from '../../fixtures/changes.ts';
import { LARGE, REPORTS, reportOf } from '../../fixtures/reports.ts';

test('coverage is the share of targets that could be read', () => {
  expect(coverage(REPORTS['clean'] ?? LARGE)).toBe(100);
  expect(coverage(REPORTS['unknown'] ?? LARGE)).toBeCloseTo((100 * 21) / 22);
  expect(coverage(reportOf([]))).toBe(0);
});

test('drifts that ended count from when they were first seen', () => {
  const alerts = CHANGES['every']?.alerts ?? [];
  expect(repairMinutes(alerts).map(Math.round)).toEqual([0, 5760, 5760]);
  expect(mean([])).toBe(0);
  expect(mean([1, 2, 3])).toBe(2);
});

test('a record of a run has what is worth looking back at', () => {
  const report = REPORTS['clean'] ?? LARGE;
  expect(recordOf(report, [])).toEqual({
    runId: report.runId,
    startedAt: report.startedAt,
    finishedAt: report.finishedAt,
    trigger: 'schedule',
    verdict: 'compliant',
    summary: report.summary,
    repairMinutes: [],
  });
});
