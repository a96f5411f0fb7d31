import type { Membership } from '../../../lib/core/observation.ts';
import { describe, expect, test } from '@jest/globals';
import { status } from '../../../lib/core/settings/status.ts';

describe('the status', () => {
  test.each([
    ['is unseen if the answer lacks it', {}, { kind: 'unseen' }],
    ['is equal', { status: 'ENABLED' }, { kind: 'equal', actual: 'ENABLED' }],
    ['is different', { status: 'PAUSED' }, { kind: 'different', actual: 'PAUSED' }],
  ])('%s', (_, values, comparison) => {
    expect(status.compare('ENABLED', { values, desired: { status: 'ENABLED' } })).toEqual(comparison);
  });

  test.each([
    ['enable', 'enable Macie'],
    ['resume', 'resume Macie'],
  ])('is repaired by %s: %s', (action, words) => {
    expect(status.describeAction(action, { setting: 'status', desired: 'ENABLED', actual: null })).toBe(words);
  });

  test.each([
    ['PAUSED', true, /classification jobs/],
    ['DISABLED', true, /findings, jobs/],
    ['DISABLED', false, /^null$/],
    ['NEW', true, /^null$/],
  ])('says what %s has cost for good, if Macie was on: %p', (actual, wasOn, words) => {
    const loss = status.describeLoss?.({ setting: 'status', desired: 'ENABLED', actual }, { wasOn }) ?? null;
    expect(String(loss)).toMatch(words);
  });
});

describe('a paused session', () => {
  const paused = { setting: 'status', desired: 'ENABLED', actual: 'PAUSED' };
  const member = { kind: 'member', administrator: '444455556666', relationship: 'Paused' } as const;
  const chosen = (membership?: Membership) =>
    status.chooseAction(paused, { values: { status: 'PAUSED' }, ...(membership ? { membership } : {}) });

  test('of a member of an organization is left to its administrator', () => {
    expect(chosen({ ...member, by: 'organization' })).toEqual({
      kind: 'manual',
      detail:
        'only the Macie administrator of this account, account 444455556666, can resume it, by UpdateMemberSession: the account is a member of an organization',
    });
  });

  test.each<[string, Membership | undefined]>([
    ['a member by invitation', { ...member, by: 'invitation' }],
    ['a standalone account', { kind: 'none' }],
    ['an account whose membership could not be read', { kind: 'unknown', reason: 'access-denied', detail: 'no' }],
    ['an account whose membership nobody asked for', undefined],
  ])('of %s is resumed', (_, membership) => {
    expect(chosen(membership)).toEqual({ kind: 'write', action: 'resume' });
  });

  test.each([
    ['ENABLED', 'PAUSED', true],
    ['ENABLED', 'DISABLED', false],
    ['ENABLED', 'NEW', false],
    ['DISABLED', 'PAUSED', false],
  ])('needs the membership only to resume: %s desired, %s read: %p', (desired, actual, isNeeded) => {
    expect(status.dependsOnMembership?.({ ...paused, desired, actual })).toBe(isNeeded);
  });
});
