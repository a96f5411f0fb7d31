import { expect, test } from '@jest/globals';
import { chooseAccounts } from '../../../lib/app/accounts/choose-accounts.ts';

const { signal } = new AbortController();
const deps = {
  readOrganization: () => Promise.resolve({ kind: 'known' as const, value: { accounts: [], missingUnits: [] } }),
};

test('an organizational unit without an account is an error that names it: nothing is known of nobody', async () => {
  await expect(chooseAccounts({ units: ['ou-ab12-44444444'] }, { knownIds: new Set(), signal }, deps)).rejects.toThrow(
    '--ou: there is no account in ou-ab12-44444444',
  );
});

test('without a choice it is all accounts', async () => {
  expect(await chooseAccounts({}, { knownIds: new Set(), signal }, deps)).toBeNull();
});
