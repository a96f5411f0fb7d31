import { describe, expect, test } from '@jest/globals';
import { accountsText, failuresText, type AccountRow } from '../../../lib/render/formats/accounts.ts';

const account = (over: Partial<AccountRow> = {}): AccountRow => ({
  accountId: '222233334444',
  name: 'a-rather-long-name-of-an-account-in-production',
  email: null,
  state: 'ACTIVE',
  organizationalUnits: ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-33333333'],
  isManagement: false,
  isOwn: false,
  whyNotCovered: null,
  ...over,
});
const UNITS = new Map([['ou-ab12-11111111', 'Workloads']]);

describe('the table of accounts', () => {
  test.each([60, 80, 120])('fits %i columns, and keeps every id whole', (width) => {
    const rows = [account(), account({ accountId: '333344445555', whyNotCovered: 'the policy excludes it' })];
    const lines = accountsText(rows, 'table', { units: UNITS, width }).trimEnd().split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines.map((line) => line.slice(0, 12).trim())).toEqual([
      'account',
      '222233334444',
      '333344445555',
      '2 accounts,',
    ]);
  });

  test('has the id of a unit whose name is not known, and a dash for what is not known at all', () => {
    const text = accountsText([account(), account({ name: null, state: null, organizationalUnits: [] })], 'table', {
      units: UNITS,
      width: 200,
    });
    expect(text).toContain('Workloads / ou-ab12-33333333');
    expect(text).toMatch(/\n222233334444 +- +- +- +yes\n/);
  });
});

test('names from outside cannot move the cursor of a terminal, or begin a formula', () => {
  const rows = [account({ name: '\u001b[2J=HYPERLINK("x")' })];
  const context = { units: new Map([['ou-ab12-33333333', '\u001b[31m=1']]), width: undefined };
  for (const format of ['table', 'csv', 'json'] as const)
    expect(accountsText(rows, format, context)).not.toContain('\u001b');
});

test('a sentence that is the same in many accounts is shown once, with their number', () => {
  const rows = ['222233334444', '333344445555'].map((accountId) => ({
    accountId,
    name: null,
    role: 'reader',
    reason: 'assume-role-denied' as const,
    detail: `the role of ${accountId} could not be assumed`,
  }));
  expect(failuresText(rows, 'table', { checked: 40, width: 80 })).toBe(
    [
      'account       name  role    why',
      '222233334444  -     reader  assume-role-denied',
      '333344445555  -     reader  assume-role-denied',
      '',
      'assume-role-denied: the role of ACCOUNT could not be assumed (2 accounts)',
      '',
      '2 of 40 accounts failed',
      '',
    ].join('\n'),
  );
});
