import { describe, expect, test } from '@jest/globals';
import { whyNotUsable } from '../../../lib/core/organization/account.ts';
import { membershipOf, memberShows, sessionOfMember } from '../../../lib/core/organization/member.ts';

const WHY = { reason: 'assume-role-denied', detail: 'no role' } as const;
const session = (relationship: string) => sessionOfMember({ relationship, by: 'organization' }, WHY);

describe('what an administrator shows of a member', () => {
  test.each([
    ['Enabled', 'ENABLED'],
    ['Paused', 'PAUSED'],
  ])('%s is a session that is %s, without its other values', (relationship, status) => {
    expect(session(relationship)).toMatchObject({
      kind: 'values',
      values: { status, findingPublishingFrequency: null, serviceRole: null },
      missing: WHY,
    });
  });

  test.each(['Removed', 'Resigned', 'Invited', 'EmailVerificationInProgress', 'EmailVerificationFailed'])(
    '%s leaves the session to the account',
    (relationship) => {
      expect(session(relationship)).toEqual({ kind: 'ask-account' });
    },
  );

  test('an account that is not listed shows its session itself', () => {
    expect(sessionOfMember(undefined, WHY)).toEqual({ kind: 'ask-account' });
  });

  test.each(['RegionDisabled', 'AccountSuspended'])('%s is not applicable, and says why', (relationship) => {
    expect(session(relationship)).toEqual({
      kind: 'not-applicable',
      detail: expect.stringContaining('as its Macie administrator lists it'),
    });
  });

  test('Created is unknown until Macie has finished', () => {
    expect(session('Created')).toMatchObject({ kind: 'unknown', reason: 'pending' });
  });

  test('a word that is not known is unknown, and shown', () => {
    expect(session('Novel')).toMatchObject({ kind: 'unknown', detail: expect.stringContaining('as Novel, a word') });
  });

  test('a listed member has its administrator', () => {
    expect(membershipOf({ relationship: 'Paused', by: 'invitation' }, '111122223333')).toEqual({
      kind: 'member',
      administrator: '111122223333',
      relationship: 'Paused',
      by: 'invitation',
    });
  });
});

test('only a state that AWS gives keeps an account from being read', () => {
  expect(['ACTIVE', 'PENDING_CLOSURE', null].map((state) => whyNotUsable({ state }))).toEqual([null, null, null]);
  expect(whyNotUsable({ state: 'CLOSED' })).toBe('the state of the account is CLOSED in AWS Organizations');
});

describe('whose member the list of an administrator shows', () => {
  const shown = (relationship: string) => memberShows({ relationship, by: 'organization' }, '999988887777');

  test.each([
    ['Enabled', 'member'],
    ['Paused', 'member'],
    ['Removed', 'none'],
    ['Resigned', 'none'],
    ['Invited', 'none'],
  ])('%s: %s', (relationship, membership) => {
    expect(shown(relationship)).toMatchObject({
      kind: 'values',
      values: { membership, relationship, administrator: '999988887777' },
    });
  });

  test('an account that is not listed is none', () => {
    expect(memberShows(undefined, null)).toMatchObject({ kind: 'values', values: { membership: 'none' } });
  });

  test('one that is being added, or in a word that nobody knows, is unknown', () => {
    expect(shown('Created')).toMatchObject({ kind: 'unknown', reason: 'pending' });
    expect(shown('Odd')).toMatchObject({ kind: 'unknown', reason: 'bad-response' });
  });

  test('a suspended account has none', () => {
    expect(shown('AccountSuspended').kind).toBe('not-applicable');
  });
});
