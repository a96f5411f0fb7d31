import { describe, expect, test } from '@jest/globals';
import { isForAdministrators } from '../../lib/macie/for-administrators.ts';

const refusedWith = (said: string) =>
  isForAdministrators({ reason: 'access-denied', detail: `macie2:Operation was denied: ${said}` });

describe('a refusal of an account that is not the administrator', () => {
  test.each([
    'The request failed because you must be the Macie administrator for an organization to perform this operation',
    'You must be the delegated Macie administrator for your organization.',
    'you must be the Amazon Macie administrator to do this',
    'The request failed because you aren’t the Macie administrator for this account',
    "You aren't the Macie administrator",
    'Your account isn‘t the delegated Amazon Macie administrator of the organization',
    'This account is not the Macie delegated administrator',
    'Only the Macie administrator can perform this operation',
    'A member account can’t perform this operation',
    'member accounts: a member cannot do this',
  ])('%s', (said) => {
    expect(refusedWith(said)).toBe(true);
    expect(isForAdministrators({ reason: 'service-error', detail: said })).toBe(true);
  });

  test.each([
    'User: arn:aws:sts::111122223333:assumed-role/only-the-administrator/x is not authorized to perform: macie2:GetAutomatedDiscoveryConfiguration',
    'you must be the Macie administrator, with an explicit deny in a service control policy',
    'Access denied',
    'there isn’t a delegated Macie administrator',
    '',
  ])('is none: %s', (said) => {
    expect(refusedWith(said)).toBe(false);
  });

  test('is none where another reason is known', () => {
    const detail = 'you must be the Macie administrator for an organization';
    expect(isForAdministrators({ reason: 'throttled', detail })).toBe(false);
  });
});
