import { describe, expect, test } from '@jest/globals';
import { discoveryOfMember, showsMember } from '../../../lib/core/organization/discovery.ts';

const ADMINISTRATOR = '111122223333';
const MEMBER = '222200000001';
const view = (statuses: Record<string, string | null>) => ({ administrator: ADMINISTRATOR, statuses });

describe('the view of an administrator', () => {
  test('shows its members, and it is none of them', () => {
    const both = view({ [ADMINISTRATOR]: 'ENABLED', [MEMBER]: 'DISABLED' });
    expect([MEMBER, ADMINISTRATOR, '222200000002'].map((id) => showsMember(both, id))).toEqual([true, false, false]);
  });

  test('has the status of a member, and that of the administrator beside it', () => {
    expect(discoveryOfMember(MEMBER, view({ [ADMINISTRATOR]: 'ENABLED', [MEMBER]: 'DISABLED' }))).toEqual({
      kind: 'values',
      values: {
        automatedDiscoveryOfMembers: 'DISABLED',
        administrator: ADMINISTRATOR,
        administratorStatus: 'ENABLED',
        memberOf: ADMINISTRATOR,
      },
    });
    expect(discoveryOfMember(MEMBER, view({ [MEMBER]: null }))).toMatchObject({
      values: { automatedDiscoveryOfMembers: null, administratorStatus: null },
    });
  });

  test('says nothing of an account that it lacks', () => {
    expect(discoveryOfMember(MEMBER, view({}))).toEqual({
      kind: 'unknown',
      reason: 'bad-response',
      detail: 'the Macie administrator 111122223333 does not list the automated discovery of the account',
    });
  });
});
