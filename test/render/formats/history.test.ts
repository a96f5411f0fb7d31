import { expect, test } from '@jest/globals';
import { runRecord } from '../../../lib/core/alerts/statistics.ts';
import { historyTable } from '../../../lib/render/formats/history.ts';
import { REPORTS } from '../../fixtures/reports.ts';

test('draws a bar for each full run, and none for a partial one', () => {
  const runs = [REPORTS.clean, REPORTS.partial, REPORTS.drifted].map((report) => runRecord(report, []));
  const table = historyTable(runs);
  expect(table).toMatch(/\ncompliant: █▇\n$/);
  expect(table).toContain('command-line  partial  compliant');
  expect(historyTable(runs.filter(({ scope }) => scope === 'partial'))).not.toContain('compliant:');
});

const WORKLOADS = ['r-ab12', 'ou-ab12-11111111'];
const RUN = {
  ...runRecord(REPORTS.drifted, []),
  units: [
    { path: ['r-ab12'], accounts: 1, summary: REPORTS.clean.summary },
    { path: WORKLOADS, accounts: 12, summary: REPORTS.drifted.summary },
    { path: [...WORKLOADS, 'ou-ab12-33333333'], accounts: 300, summary: REPORTS.mixed.summary },
  ],
};
const UNITS = new Map([
  ['ou-ab12-11111111', 'Workloads'],
  ['ou-ab12-33333333', 'Production'],
]);

test('ends with the counts of the organizational units of the last run that has any', () => {
  const table = historyTable([runRecord(REPORTS.clean, []), RUN, runRecord(REPORTS.partial, [])], { units: UNITS });
  expect(table.slice(table.indexOf('by org')).split('\n')).toEqual([
    'by organizational unit, in the run of 2026-11-24 09:00 UTC:',
    'unit                    accounts  targets  compliant  drifted  waived  unknown',
    'Root                    1         22       22         0        0       0',
    'Workloads               12        22       19         3        0       0',
    expect.stringMatching(/^Workloads \/ Production {2}300 /),
    '',
  ]);
  expect(historyTable([RUN])).toContain('\nou-ab12-11111111 / ou-ab12-33333333  300 ');
  expect(historyTable([runRecord(REPORTS.clean, [])])).not.toContain('organizational unit');
});

test.each([60, 90, 120])('fits a terminal of %i columns', (width) => {
  const lines = historyTable([RUN], { units: UNITS, width }).split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  expect(lines[1]).toMatch(/ drifted /);
});
