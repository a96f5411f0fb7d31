import { expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { runRecord } from '../../../lib/core/alerts/statistics.ts';
import { historyTable, openAlertsTable } from '../../../lib/render/formats/alerts.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';
import { REPORTS } from '../../fixtures/reports.ts';

const NOW = new Date('2026-11-24T09:00:00Z');

test('lists open and waived drifts and unreadable targets, oldest first', () => {
  expect(openAlertsTable(EVERY_STATE, NOW).split('\n')).toEqual([
    'account       Region     subject  state                    since                 age',
    '111122223333  eu-west-1  status   open                     2026-11-20 09:00 UTC  4 days',
    '    PAUSED, should be ENABLED',
    '111122223333  ap-east-1  status   waived until 2026-12-01  2026-11-20 09:00 UTC  4 days',
    '    DISABLED, should be ENABLED',
    '111122223333  us-east-1  session  unreadable               2026-11-20 09:00 UTC  4 days',
    '    throttled; to do: nothing, if the next run can read it; else run less often',
    '111122223333  eu-west-2  status   open                     2026-11-24 09:00 UTC',
    '    PAUSED, should be ENABLED',
    '',
  ]);
});

test('breaks a long detail at the width of the terminal', () => {
  const [first] = EVERY_STATE.unreadable;
  const state = { ...EVERY_STATE, unreadable: first ? [{ ...first, reason: 'service-error' as const }] : [] };
  for (const line of openAlertsTable(state, NOW, 90).split('\n')) expect(line.length).toBeLessThanOrEqual(90);
});

test('says that nothing is open', () => {
  expect(openAlertsTable(EMPTY_STATE, NOW)).toBe('Nothing is open.\n');
});

test('draws a bar for each full run, and none for a partial one', () => {
  const runs = [REPORTS.clean, REPORTS.partial, REPORTS.drifted].map((report) => runRecord(report, []));
  const table = historyTable(runs);
  expect(table).toMatch(/\ncompliant: █▇\n$/);
  expect(table).toContain('command-line  partial  compliant');
  expect(historyTable(runs.filter(({ scope }) => scope === 'partial'))).not.toContain('compliant:');
});
