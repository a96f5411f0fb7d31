import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import { viewText } from '../../../lib/render/formats/text.ts';
import { alertView } from '../../../lib/render/view/alert-view.ts';
import { driftAlert } from '../../fixtures/alerts.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';
import { REPORTS } from '../../fixtures/reports.ts';

const lastLine = (report: (typeof REPORTS)['clean'], state: State): string | undefined =>
  viewText(alertView(report, { alerts: [], state, note: null }), { report })
    .split('\n')
    .at(-2);

const ONLY_UNREADABLE: State = { ...EVERY_STATE, drifts: [] };
const ONLY_WAIVED: State = { ...EMPTY_STATE, drifts: EVERY_STATE.drifts.filter(({ state }) => state === 'waived') };

describe('the last line of a message of changes', () => {
  test.each([
    [
      'is drifted above an open drift that the run did not read',
      REPORTS.partial,
      EVERY_STATE,
      'drifted (1 of 22 targets)',
    ],
    ['is unknown above an unreadable target', REPORTS.clean, ONLY_UNREADABLE, 'unknown'],
    ['is that of the report where only waivers are left', REPORTS.clean, ONLY_WAIVED, 'compliant'],
    ['is that of the report where nothing is open', REPORTS.unknown, EMPTY_STATE, 'unknown'],
    ['is never better than the report', REPORTS.drifted, ONLY_UNREADABLE, 'drifted'],
  ])('%s', (_, report, state, expected) => {
    expect(lastLine(report, state)).toBe(`result: ${expected}`);
  });
});

test('names the account of each target where there is more than one', () => {
  const alert = driftAlert({ kind: 'opened' }, { accountId: '222233334444', region: 'eu-west-1' });
  const { sections } = alertView(REPORTS.clean, { alerts: [alert], state: EVERY_STATE, note: null });
  expect(sections.map(({ entries }) => entries[0]?.name)).toEqual(['222233334444 eu-west-1', '111122223333 ap-east-1']);
});

test('marks an alert that an earlier run could not deliver', () => {
  const alert = driftAlert({ kind: 'opened' }, { at: '2026-11-23T09:00:00.000Z', since: '2026-11-23T09:00:00.000Z' });
  const { sections } = alertView(REPORTS.clean, { alerts: [alert], state: EMPTY_STATE, note: null });
  expect(sections[0]?.entries[0]?.lines.at(-1)).toBe('An earlier run could not deliver this alert.');
});
