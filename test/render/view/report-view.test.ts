import { describe, expect, test } from '@jest/globals';
import { text, viewText } from '../../../lib/render/formats/text.ts';
import { reportView } from '../../../lib/render/view/report-view.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { drift } from '../../core/values.ts';
import { read } from '../../fixtures/assessments.ts';
import { built, reportOf, REPORTS, result } from '../../fixtures/reports.ts';

const PAUSED = { session: { status: 'PAUSED' } };
const SEVENTEEN = built(MACIE_REGIONS.map((region, index) => read(region, index < 17 ? PAUSED : {})));

test('equal drifts are one entry with all Regions', () => {
  const [drifted] = reportView(SEVENTEEN).sections;
  expect(drifted?.entries.map(({ size }) => size)).toEqual([17]);
  expect(drifted?.entries[0]?.name.split(', ')).toEqual(MACIE_REGIONS.slice(0, 17));
});

test('entries are by setting, and a target is in the entry of each of its drifts', () => {
  const publication = drift({ setting: 'findingsPublication.policyFindings', desired: 'true', actual: 'false' });
  const both = result('eu-west-1', { verdict: 'drifted', drifts: [drift(), publication] });
  const one = result('eu-north-1', { verdict: 'drifted', drifts: [publication] });
  const [drifted] = reportView(reportOf([one, both])).sections;
  expect(drifted?.size).toBe(3);
  expect(drifted?.entries.map(({ name, title }) => `${name}: ${title}`)).toEqual([
    'eu-west-1: status is PAUSED, should be ENABLED',
    'eu-north-1, eu-west-1: findingsPublication.policyFindings is false, should be true',
  ]);
});

test('an unknown beside several drifts of a target is shown once', () => {
  const unknowns = [{ group: 'reveal', reason: 'throttled', detail: 'slow down' }] as const;
  const publication = drift({ setting: 'findingsPublication.policyFindings', desired: 'true', actual: 'false' });
  const both = result('eu-west-1', { verdict: 'drifted', drifts: [drift(), publication], unknowns });
  expect(text(reportOf([both])).match(/Also unknown: reveal: throttled/g)).toHaveLength(1);
});

test('the time of the session is shown beside a drift of the session alone', () => {
  const publication = drift({ setting: 'findingsPublication.policyFindings', desired: 'true', actual: 'false' });
  const shown = result('eu-west-1', { verdict: 'drifted', drifts: [publication] });
  expect(text(reportOf([shown]))).not.toContain('was last changed');
  expect(text(reportOf([{ ...shown, drifts: [drift()] }]))).toContain('The session was last changed');
});

test('names the first and the last time at which equal sessions were changed', () => {
  const at = (region: string, updatedAt: string) => read(region, { session: { status: 'PAUSED', updatedAt } });
  const report = built([at('eu-west-1', '2026-11-20T09:00:00Z'), at('eu-west-2', '2026-11-21T09:00:00Z')]);
  expect(text(report)).toContain('The sessions were last changed from 2026-11-20 09:00 UTC to 2026-11-21 09:00 UTC.');
});

test('a repaired target is counted and listed as compliant', () => {
  const compliant = reportView(REPORTS.mixed).sections.find(({ kind }) => kind === 'compliant');
  expect(compliant?.size).toBe(REPORTS.mixed.summary.compliant);
  expect(compliant?.names).toEqual(['eu-central-1 (repaired)', 'eu-west-1 (repaired)', 'us-east-1', 'us-east-2']);
});

test('the foot names the targets that an enforcing run only reports', () => {
  expect(text(REPORTS.mixed, { width: 200 })).toContain('remediation enforce, but report for ap-northeast-2\n');
  expect(text({ ...REPORTS.mixed, policy: { ...REPORTS.mixed.policy, remediation: 'report' } })).toContain(
    ', remediation report\n',
  );
});

test.each([60, 80, 120])('text fits %d columns, and no word is broken', (width) => {
  const output = text(REPORTS.mixed, { width });
  for (const line of output.split('\n')) expect(line.length <= width || !line.trim().includes(' ')).toBe(true);
  const words = (of: string) => of.split(/\s+/).filter(Boolean);
  expect(words(output)).toEqual(words(text(REPORTS.mixed, { width: 10_000 })));
});

test('text without a width has one line for each paragraph', () => {
  const view = reportView(REPORTS.mixed);
  const lines = viewText(view, { report: REPORTS.mixed, width: null }).split('\n');
  for (const { entries } of view.sections)
    for (const { lines: said } of entries) for (const line of said) expect(lines).toContain(`  ${line}`);
});

describe('a report on several accounts', () => {
  const of = (accountId: string, region: string, over: Partial<Result> = {}): Result => ({
    ...result(region, over),
    accountId,
    ...(accountId.startsWith('2') ? { accountName: 'prod' } : {}),
  });
  const drifted = { verdict: 'drifted', drifts: [drift()] } as const;
  const repaired = { drifts: [drift({ outcome: 'verified' })] } as const;
  const report = reportOf([
    of('111122223333', 'eu-west-1', drifted),
    of('222233334444', 'eu-west-1', drifted),
    of('111122223333', 'eu-west-2'),
    of('222233334444', 'eu-west-2'),
    of('222233334444', 'us-east-1', repaired),
  ]);

  test('names accounts, and those with the same Regions together', () => {
    const output = text(report);
    expect(output).toContain('  eu-west-1 of 111122223333, prod (222233334444)  status');
    expect(output).toContain('  eu-west-2 of 111122223333, prod (222233334444)  compliant\n');
    expect(output).toContain('  us-east-1 of prod (222233334444)  compliant since the repair\n');
  });
});
