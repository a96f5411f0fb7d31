import { expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { openAlertsJson, openAlertsTable } from '../../../lib/render/formats/alerts.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';

const NOW = new Date('2026-11-24T09:00:00Z');

test('lists open and waived drifts and unreadable targets, oldest first', () => {
  expect(openAlertsTable(EVERY_STATE, { now: NOW }).split('\n')).toEqual([
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
  for (const line of openAlertsTable(state, { now: NOW, width: 90 }).split('\n'))
    expect(line.length).toBeLessThanOrEqual(90);
});

test('says that nothing is open', () => {
  expect(openAlertsTable(EMPTY_STATE, { now: NOW })).toBe('Nothing is open.\n');
});

const NAMES = new Map([['111122223333', 'prod']]);

test('names the accounts: in a column, and where there is no room in the line of the detail', () => {
  expect(openAlertsTable(EVERY_STATE, { now: NOW, names: NAMES }).split('\n').slice(0, 3)).toEqual([
    'account       name  Region     subject  state                    since                 age',
    '111122223333  prod  eu-west-1  status   open                     2026-11-20 09:00 UTC  4 days',
    '    PAUSED, should be ENABLED',
  ]);
  const narrow = openAlertsTable(EVERY_STATE, { now: NOW, names: NAMES, width: 60 }).split('\n');
  expect(narrow[1]).toMatch(/^111122223333 {2}eu-west-1 {2}status/);
  expect(narrow[2]).toBe('    prod: PAUSED, should be ENABLED');
  for (const line of narrow) expect(line.length).toBeLessThanOrEqual(60);
});

test('the JSON has the names of accounts that are known', () => {
  const listed: readonly object[] = JSON.parse(openAlertsJson(EVERY_STATE.drifts, NAMES));
  expect(listed[0]).toMatchObject({ accountId: '111122223333', accountName: 'prod' });
  expect(JSON.parse(openAlertsJson(EVERY_STATE.drifts, new Map()))[0]).not.toHaveProperty('accountName');
});
