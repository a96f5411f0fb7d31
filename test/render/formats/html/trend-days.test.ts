import { expect, test } from '@jest/globals';
import type { RunRecord } from '../../../../lib/core/compliance/report.ts';
import { htmlReport } from '../../../../lib/render/formats/html/page.ts';
import { NO_BACKGROUND } from '../../../../lib/render/view/report-background.ts';
import { trendDays } from '../../../../lib/render/formats/html/trend-days.ts';
import { runsBefore } from '../../../fixtures/estates.ts';
import { REPORTS } from '../../../fixtures/reports.ts';

const REPORT = REPORTS.mixed;

function runs(days: readonly number[], over: Partial<RunRecord> = {}): readonly RunRecord[] {
  return runsBefore(REPORT, days).map((run) => ({ ...run, ...over }));
}

test('a day without a full run has no numbers, and the days begin with the first full run', () => {
  const days = trendDays(REPORT, [...runs([5]), ...runs([4], { scope: 'partial' }), ...runs([1, 0])]);
  expect(days.map(({ day, drifted }) => `${day} ${drifted === null ? 'gap' : 'run'}`)).toEqual([
    '2026-11-19 run',
    '2026-11-20 gap',
    '2026-11-21 gap',
    '2026-11-22 gap',
    '2026-11-23 run',
    '2026-11-24 run',
  ]);
});

test('there are 90 days at most, and none after the report', () => {
  const days = trendDays(REPORT, runs([200, 90, 89, 1, -3]));
  expect(days).toHaveLength(90);
  expect(days[0]?.day).toBe('2026-08-27');
  expect(days.at(-1)?.day).toBe('2026-11-24');
});

test('the last full run of a day counts', () => {
  const late = { ...REPORT.summary, drifted: 9 };
  const [first] = runs([1]);
  const again = { ...(first as RunRecord), finishedAt: '2026-11-23T20:00:00.000Z', summary: late };
  expect(trendDays(REPORT, [again, ...runs([1])]).map(({ drifted }) => drifted)).toEqual([9, null]);
});

test('shares are of the targets to which Macie applies: there are none where there is no target', () => {
  const summary = { targets: 10, compliant: 4, drifted: 2, waived: 0, unknown: 2, notApplicable: 2 };
  const [day] = trendDays(REPORT, runs([0], { summary }));
  expect(day).toMatchObject({ compliant: 50, coverage: 75, drifted: 2 });
  const empty = { ...summary, targets: 2, compliant: 0, drifted: 0, unknown: 0 };
  expect(trendDays(REPORT, runs([0], { summary: empty }))[0]).toMatchObject({ compliant: null, coverage: null });
});

test('a gap is a gap in the chart: no line crosses it, and a day between two gaps is a dot', () => {
  const page = htmlReport(REPORT, { ...NO_BACKGROUND, runs: runs([20, 19, 18, 10, 2, 1, 0]) });
  const [, drifts = ''] = /id="drifts-title"[^]*?<g class="first">([^]*?)<\/g>/.exec(page) ?? [];
  const [, path = ''] = /<path d="([^"]*)"/.exec(drifts) ?? [];
  expect(path.match(/M/g)).toHaveLength(3);
  expect(path.match(/L/g)).toHaveLength(4);
  expect(drifts.match(/<circle/g)).toHaveLength(1);
  expect(page).toContain('14 days without a full run are gaps.');
});

test('each chart has its numbers in words', () => {
  const page = htmlReport(REPORT, { ...NO_BACKGROUND, runs: runs([3, 2, 1], { repairMinutes: [30, 90] }) });
  const described = [...page.matchAll(/<desc id="[^"]*">([^<]*)<\/desc>/g)].map(([, text]) => text);
  expect(described).toEqual([
    expect.stringMatching(/^Compliant: from \d[\d.]* % to \d[\d.]* %, lowest .*\. Could be read: from /),
    expect.stringMatching(/^from \d+ to 5, lowest \d+, highest \d+\.$/),
    'The highest mean of a day is 60 minutes.',
  ]);
  expect(page).toContain('6 drifts ended, after 60 minutes on average; the longest after 90 minutes.');
});
