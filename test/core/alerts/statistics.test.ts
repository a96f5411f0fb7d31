import { describe, expect, test } from '@jest/globals';
import { pendingAlerts } from '../../../lib/core/alerts/delivery.ts';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import {
  compliantShare,
  coverage,
  longestGap,
  mean,
  repairMinutes,
  runRecord,
  runsOfAccounts,
} from '../../../lib/core/alerts/statistics.ts';
import { drift, notApplicableResult, reportFor, resultOf, unreadableResult } from '../values.ts';
import { alertsOf, HOUR, runOnce, START } from './history.ts';

test('coverage is the share of applicable targets that could be read', () => {
  const results = [resultOf('a'), resultOf('b'), resultOf('c'), notApplicableResult('d')];
  expect(coverage(reportFor(results))).toBe(100);
  expect(coverage(reportFor([...results, unreadableResult('e')]))).toBe(75);
  expect(coverage(reportFor([]))).toBe(0);
});

test('the compliant share is of applicable targets, and what could not be read is not compliant', () => {
  const results = [resultOf('a'), resultOf('b', { drifts: [drift()], verdict: 'drifted' }), notApplicableResult('d')];
  expect(compliantShare(reportFor(results))).toBe(50);
  expect(compliantShare(reportFor([...results, unreadableResult('e'), unreadableResult('f')]))).toBe(25);
  expect(compliantShare(reportFor([]))).toBe(0);
});

test('repairMinutes counts drifts that ended from when they were first seen', () => {
  const drifted = ['a', 'b'].map((region) => resultOf(region, { drifts: [drift()] }));
  const repairedAtOnce = resultOf('c', { drifts: [drift({ outcome: 'verified' })] });
  const unreadable = unreadableResult('d');
  const { state } = alertsOf([
    [...drifted, unreadable],
    [...drifted, unreadable],
  ]);
  const results = [resultOf('a'), ...drifted.slice(1), repairedAtOnce, resultOf('d')];
  const { alerts } = runOnce(state, { results, atMs: START + 3 * HOUR });
  expect(alerts.map(({ kind }) => kind)).toEqual(['repaired', 'resolved', 'readable']);
  expect(repairMinutes(alerts)).toEqual([0, 180]);
});

test('repairMinutes is never negative, after a clock has jumped back', () => {
  const { state } = alertsOf([[resultOf('a', { drifts: [drift()] })]]);
  expect(repairMinutes(runOnce(state, { results: [resultOf('a')], atMs: START - HOUR }).alerts)).toEqual([0]);
});

describe('longestGap', () => {
  const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();
  const record = runRecord(reportFor([resultOf('a')]), []);
  const run = (hour: number, scope: 'full' | 'partial' = 'full') => ({ ...record, scope, startedAt: at(hour) });

  test('is the longest time without a full run, the two ends of the period included', () => {
    const runs = [run(1), run(2), run(3, 'partial'), run(5)];
    expect(longestGap(runs, { from: at(0), to: at(6) })).toEqual({ from: at(2), to: at(5) });
    expect(longestGap(runs, { from: at(-9), to: at(6) })).toEqual({ from: at(-9), to: at(1) });
    expect(longestGap(runs, { from: null, to: at(60) })).toEqual({ from: at(5), to: at(60) });
  });

  test('is not known without a full run', () => {
    expect(longestGap([run(1, 'partial')], { from: at(0), to: at(6) })).toBeNull();
  });
});

test('mean of no numbers is 0', () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 2, 3])).toBe(2);
});

test('the record of a run has its scope, verdict, counts and repair times', () => {
  const report = reportFor([resultOf('a')]);
  expect(runRecord(report, pendingAlerts(EMPTY_STATE))).toEqual({
    runId: report.runId,
    startedAt: report.startedAt,
    finishedAt: report.finishedAt,
    trigger: 'schedule',
    scope: 'full',
    verdict: 'compliant',
    summary: report.summary,
    repairMinutes: [],
    accounts: [{ accounts: ['111122223333'], summary: report.summary }],
  });
});

test('the record of a run names accounts that are not compliant, and has the counts of units without their accounts', () => {
  const drifted = { ...resultOf('a', { drifts: [drift()] }), accountName: 'prod' };
  const report = reportFor([drifted, { ...resultOf('a'), accountId: '222222222222', accountName: 'dev' }]);
  const { summary } = report;
  const record = runRecord({ ...report, units: [{ path: ['r-ab12'], accounts: ['1', '2'], summary }] }, []);
  expect(record).toMatchObject({
    units: [{ path: ['r-ab12'], accounts: 2, summary }],
    names: { '111122223333': 'prod' },
  });
});

test('the runs of some accounts have their counts, the verdict of these, and no unit', () => {
  const other = { ...resultOf('a', { drifts: [drift()] }), accountId: '222222222222' };
  const report = reportFor([resultOf('a'), resultOf('b'), other]);
  const { accounts: _, ...old } = runRecord(report, []);
  const run = { ...runRecord(report, []), units: [] };
  const own = runsOfAccounts([old, run], new Set(['111122223333', '333333333333']));
  expect(own).toMatchObject([{ verdict: 'compliant', summary: { targets: 2, compliant: 2, drifted: 0 } }]);
  expect(own.flatMap(({ accounts }) => accounts?.map((one) => one.accounts))).toEqual([['111122223333']]);
  expect(own[0]?.units).toBeUndefined();
  expect(runsOfAccounts([run], new Set(['222222222222']))).toMatchObject([{ verdict: 'drifted' }]);
});

test('the record of a run says whether anybody was subscribed, if the run had something to send', () => {
  const report = reportFor([resultOf('a')]);
  expect(runRecord(report, [])).not.toHaveProperty('audience');
  expect(runRecord(report, [], { kind: 'subscribed' })).toMatchObject({ audience: { kind: 'subscribed' } });
});
