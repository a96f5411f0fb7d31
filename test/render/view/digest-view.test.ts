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
