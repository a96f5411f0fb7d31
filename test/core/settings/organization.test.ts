import { describe, expect, test } from '@jest/globals';
import { organizationAdministrator } from '../../../lib/core/settings/administrator.ts';
import { autoEnable, memberLimit, organizationGroup } from '../../../lib/core/settings/organization.ts';

const difference = (setting: string, desired: string, actual: string | null) => ({ setting, desired, actual });

describe('auto-enable', () => {
  const choose = (desired: string, actual: string | null) =>
    autoEnable.chooseAction(difference(autoEnable.id, desired, actual), { values: {} });

  test('is turned on, and never off', () => {
    expect(choose('true', 'false')).toEqual({ kind: 'write', action: 'enable-new-accounts' });
    expect(choose('false', 'true')).toMatchObject({ kind: 'manual', detail: expect.stringContaining('never leaves') });
    expect(choose('true', 'maybe')).toMatchObject({ kind: 'manual', detail: expect.stringContaining('does not know') });
  });

  test('has words', () => {
    expect(['true', 'false', 'maybe'].map((value) => autoEnable.describeState(value))).toEqual([
      'new accounts get Macie',
      'new accounts do not get Macie',
      'the setting for new accounts is maybe',
    ]);
    const off = difference(autoEnable.id, 'true', 'false');
    expect(autoEnable.describeAction('enable-new-accounts', off)).toBe('enable Macie in new accounts');
    expect([autoEnable.severityOf(off), autoEnable.severityOf({ ...off, desired: 'false' })]).toEqual(['HIGH', 'LOW']);
    expect(autoEnable.callsToLookUp?.('false')).toEqual(['UpdateOrganizationConfiguration']);
    const planned = [{ setting: autoEnable.id, action: 'enable-new-accounts', desired: 'true' }];
    expect(organizationGroup.describeWrite(organizationGroup.composeWrite(planned, {}))).toBe(
      'UpdateOrganizationConfiguration: organization.autoEnable true',
    );
  });

  test('is unseen where the answer does not have it', () => {
    expect(autoEnable.compare('true', { values: {}, desired: {} }).kind).toBe('unseen');
  });
});

test('a member limit that is reached is left to a person', () => {
  const reached = difference(memberLimit.id, 'not-reached', 'reached');
  expect(memberLimit.compare('not-reached', { values: { [memberLimit.id]: 'reached' }, desired: {} }).kind).toBe(
    'different',
  );
  expect(memberLimit.chooseAction(reached, { values: {} })).toMatchObject({
    kind: 'manual',
    detail: expect.stringContaining('ask AWS Support for a higher quota'),
  });
  expect(memberLimit.describeState('reached')).toBe('the Macie administrator takes no more members');
  expect(memberLimit.describeState('not-reached')).toBe('the Macie administrator takes members');
  expect(memberLimit.describeState('odd')).toBe('the member limit is odd');
  expect(memberLimit.severityOf(reached)).toBe('HIGH');
  expect(memberLimit.describeAction('manual', reached)).toBe('raise the member limit');
});

describe('the administrator of an organization', () => {
  const wrong = difference(organizationAdministrator.id, '111122223333', '444455556666');

  test('is compared by its account id', () => {
    const compare = (actual: string) =>
      organizationAdministrator.compare('111122223333', {
        values: { [organizationAdministrator.id]: actual },
        desired: {},
      }).kind;
    expect([compare('111122223333'), compare('444455556666'), compare('none')]).toEqual([
      'equal',
      'different',
      'different',
    ]);
  });

  test('is left to the management account', () => {
    const detail = (actual: string) => {
      const choice = organizationAdministrator.chooseAction({ ...wrong, actual }, { values: {} });
      return choice.kind === 'manual' ? choice.detail : '';
    };
    expect(detail('444455556666')).toMatch(
      /the administrator here is 444455556666: .* the management account has to decide/,
    );
    expect(detail('none')).toMatch(/designate 111122223333 in this Region from the management account/);
  });

  test('has words', () => {
    expect(['444455556666', 'none', null].map((value) => organizationAdministrator.describeState(value))).toEqual([
      'the Macie administrator is 444455556666',
      'the account has no Macie administrator',
      'the account has no Macie administrator',
    ]);
    expect(organizationAdministrator.severityOf(wrong)).toBe('HIGH');
    expect(organizationAdministrator.describeAction('manual', wrong)).toBe('designate the Macie administrator');
  });
});
