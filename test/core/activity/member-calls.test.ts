import { expect, test } from '@jest/globals';
import { isOfAdministrator } from '../../../lib/core/activity/member-calls.ts';

test.each([
  ['UpdateMemberSession', true],
  ['BatchUpdateAutomatedDiscoveryAccounts', true],
  ['UpdateMacieSession', false],
])('%s is in the trail of the administrator: %s', (name, is) => {
  expect(isOfAdministrator(name)).toBe(is);
});
