import { describe, expect, test } from '@jest/globals';
import {
  discoveryOfMembers,
  discoveryOfMembersGroup,
  type MemberDiscovery,
} from '../../../lib/core/settings/discovery-of-members.ts';

const ID = discoveryOfMembers.id;
const ADMINISTRATOR = '111122223333';
const MEMBER = '222200000001';

const read = (over: Partial<MemberDiscovery> = {}) => ({
  [ID]: 'DISABLED',
  administrator: ADMINISTRATOR,
  administratorStatus: 'ENABLED',
  memberOf: ADMINISTRATOR,
  ...over,
});
const choose = (over: Partial<MemberDiscovery> = {}, desired = 'ENABLED') =>
  discoveryOfMembers.chooseAction(
    { setting: ID, desired, actual: over.automatedDiscoveryOfMembers ?? 'DISABLED' },
    { values: read(over) },
  );

describe('automated discovery of a member', () => {
  test('is turned on by its administrator', () => {
    expect(choose()).toEqual({ kind: 'write', action: 'enable-discovery-of-member' });
    const planned = [{ setting: ID, action: 'enable-discovery-of-member', desired: 'ENABLED' }];
    const write = discoveryOfMembersGroup.composeWrite(planned, {}, { accountId: MEMBER, values: read() });
    expect(write).toEqual({
      group: ID,
      kind: 'put',
      at: ADMINISTRATOR,
      values: { accountId: MEMBER, [ID]: 'ENABLED' },
    });
    expect(discoveryOfMembersGroup.describeWrite(write)).toBe(
      `BatchUpdateAutomatedDiscoveryAccounts by administrator ${ADMINISTRATOR}: status ENABLED`,
    );
    expect(discoveryOfMembersGroup.showsWrite(read(), write)).toBe(false);
    expect(discoveryOfMembersGroup.showsWrite(read({ [discoveryOfMembers.id]: 'ENABLED' }), write)).toBe(true);
  });

  test.each<[string, Partial<MemberDiscovery>, string, RegExp]>([
    ['turned off', { automatedDiscoveryOfMembers: 'ENABLED' }, 'DISABLED', /never turns automated discovery off/],
    ['of an unknown value', { automatedDiscoveryOfMembers: 'PENDING' }, 'ENABLED', /does not know/],
    [
      'in a run that cannot call the administrator',
      { administrator: null, administratorStatus: null },
      'ENABLED',
      /only the Macie administrator of this account, account 111122223333, can turn it on/,
    ],
    [
      'of an unknown administrator',
      { administrator: null, memberOf: null },
      'ENABLED',
      /^only the Macie administrator of this account can turn it on/,
    ],
    ['before its administrator', { administratorStatus: 'DISABLED' }, 'ENABLED', /off in the Macie administrator 111/],
    ['beside an unread administrator', { administratorStatus: null }, 'ENABLED', /is not known to be on/],
  ])('%s is left to a person', (_, over, desired, why) => {
    expect(choose(over, desired)).toEqual({ kind: 'manual', detail: expect.stringMatching(why) });
  });

  test('has no write without an administrator', () => {
    const planned = [{ setting: ID, action: 'enable-discovery-of-member', desired: 'ENABLED' }];
    for (const target of [
      undefined,
      { accountId: MEMBER },
      { accountId: MEMBER, values: read({ administrator: null }) },
    ])
      expect(() => discoveryOfMembersGroup.composeWrite(planned, {}, target)).toThrow('there is none');
  });

  test('is unseen where the answer does not have it', () => {
    expect(discoveryOfMembers.compare('ENABLED', { values: {}, desired: {} })).toEqual({ kind: 'unseen' });
  });

  test('has words for each value', () => {
    expect(['ENABLED', 'DISABLED', 'PENDING', null].map((value) => discoveryOfMembers.describeState(value))).toEqual([
      'Automated discovery of the member is ON',
      'Automated discovery of the member is OFF',
      'Automated discovery of the member is PENDING',
      'Automated discovery of the member is not set',
    ]);
    const off = { setting: ID, desired: 'ENABLED', actual: 'DISABLED' };
    expect(discoveryOfMembers.describeAction('enable-discovery-of-member', off)).toMatch(/at its Macie administrator$/);
    expect([off, { ...off, desired: 'DISABLED' }].map((one) => discoveryOfMembers.severityOf(one))).toEqual([
      'HIGH',
      'LOW',
    ]);
    expect(discoveryOfMembers.describeLoss?.(off, { wasOn: true })).toMatch(/off for 30 days/);
    expect(discoveryOfMembers.describeLoss?.({ ...off, actual: 'PENDING' }, { wasOn: true })).toBeNull();
    expect(discoveryOfMembers.callsToLookUp?.('DISABLED')).toEqual(['BatchUpdateAutomatedDiscoveryAccounts']);
  });
});
