import { expect, test } from '@jest/globals';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import { EMPTY_STATE, type DriftRecord } from '../../../lib/core/alerts/records.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { viewText } from '../../../lib/render/formats/text.ts';
import { alertView } from '../../../lib/render/view/alert-view.ts';
import { digestView } from '../../../lib/render/view/digest-view.ts';
import { BEFORE, WAIVER } from '../../fixtures/alerts.ts';
import { ACCOUNT } from '../../fixtures/assessments.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';
import { REPORTS } from '../../fixtures/reports.ts';

const FACTS = { desired: 'ENABLED', actual: 'PAUSED', action: 'resume', since: BEFORE };
const REGIONS = MACIE_REGIONS.slice(0, 17);

function drifts(over: Partial<DriftRecord>): readonly DriftRecord[] {
  return REGIONS.map((region) => ({
    ...newDriftRecord({ accountId: ACCOUNT, region, setting: 'status' }, FACTS),
    state: 'open',
    ...over,
  }));
}

test('17 equal open drifts are one entry of a digest with 17 Regions', () => {
  const { sections } = digestView(REPORTS.clean, {
    state: { ...EMPTY_STATE, drifts: drifts({}) },
    runs: [],
    hasEarlier: true,
  });
  expect(sections.map(({ size, entries }) => [size, entries.length])).toEqual([[17, 1]]);
  expect(sections[0]?.entries[0]?.name.split(', ')).toEqual(REGIONS);
});

test('17 equal waivers are one entry of a digest, and of a message of alerts', () => {
  const state = { ...EMPTY_STATE, drifts: drifts({ state: 'waived', waiver: WAIVER }) };
  const digest = digestView(REPORTS.clean, { state, runs: [], hasEarlier: true });
  const alerts = alertView(REPORTS.clean, { alerts: [], state, note: null });
  for (const { sections } of [digest, alerts]) {
    const waived = sections.filter(({ kind }) => kind === 'waived');
    expect(waived.map(({ size, entries }) => [size, entries.length])).toEqual([[17, 1]]);
  }
});

test('an unreadable target of a digest has a next step', () => {
  const text = viewText(digestView(REPORTS.clean, { state: EVERY_STATE, runs: [], hasEarlier: true }), {
    report: REPORTS.clean,
  });
  expect(text).toMatch(/us-east-1 {2}throttled, for 4 days\n +to do: nothing, if the next run can read it/);
});

test('a digest of an organization has the counts of each unit, those with drifts first', () => {
  const summary = { targets: 2, compliant: 2, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 };
  const units = [
    { path: ['r-ab12'], accounts: ['111122223333'], summary },
    {
      path: ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222'],
      accounts: ['222233334444', '333344445555'],
      summary: { ...summary, targets: 4, compliant: 1, drifted: 3 },
    },
  ];
  const report = { ...REPORTS.clean, units };
  const view = digestView(report, { state: EMPTY_STATE, runs: [], hasEarlier: true });
  expect(viewText(view, { report })).toContain(`ORGANIZATIONAL UNITS (2)
  ou-ab12-11111111 / ou-ab12-22222222  2 accounts, 4 targets: 1 compliant, 3 drifted
  Root  1 account, 2 targets: 2 compliant
`);
});

test('a digest names an account once beside its Regions, and 40 accounts with the same drift in one entry', () => {
  const ids = Array.from({ length: 40 }, (_, index) => String(222200000000 + index));
  const records = ids.flatMap((accountId) => drifts({}).map((record) => ({ ...record, accountId })));
  const view = digestView(REPORTS.clean, { state: { ...EMPTY_STATE, drifts: records }, runs: [], hasEarlier: true });
  const [section] = view.sections;
  expect(section).toMatchObject({ size: 680, entries: [{ name: `${REGIONS.join(', ')} of ${ids.join(', ')}` }] });
});
