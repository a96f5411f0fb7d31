import { expect, test } from '@jest/globals';
import { serviceRole } from '../../../lib/core/settings/service-role.ts';
import { ROLE, session, TARGET } from '../values.ts';

test('service-linked stands for the role of the account', () => {
  expect(serviceRole.resolve?.('service-linked', TARGET)).toBe(ROLE);
});

test('the ARN of a role stands for itself', () => {
  expect(serviceRole.resolve?.('arn:aws:iam::111122223333:role/own', TARGET)).toBe(
    'arn:aws:iam::111122223333:role/own',
  );
});

test.each([
  ['there is no session', null, /add desired\.status/],
  ['there is another role', 'arn:other', /no call that changes the service role/],
])('is left to a person where %s', (_, actual, detail) => {
  const choice = serviceRole.chooseAction({ setting: 'serviceRole', desired: ROLE, actual }, { values: {} });
  expect(choice).toEqual({ kind: 'manual', detail: expect.stringMatching(detail) });
  expect(serviceRole.describeAction('manual', { setting: 'serviceRole', desired: ROLE, actual })).toBe(
    'change the service role',
  );
});

test.each([
  ['the role of its opt-in Region', ROLE.replace('macie.amazonaws', 'macie.af-south-1.amazonaws'), 'equal'],
  ['the role itself', ROLE, 'equal'],
  ['a role of another service', ROLE.replace('macie.amazonaws', 'guardduty.amazonaws'), 'different'],
  ['no role', null, 'unseen'],
])('the service-linked role compared with %s', (_, actual, kind) => {
  const values = session({ serviceRole: actual });
  expect(serviceRole.compare(ROLE, { values, desired: { serviceRole: ROLE } })).toMatchObject({ kind });
  const regional = ROLE.replace('macie.amazonaws', 'macie.af-south-1.amazonaws');
  expect(serviceRole.compare(regional, { values, desired: { serviceRole: regional } })).toMatchObject({ kind });
});
