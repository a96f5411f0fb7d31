import { contradictions, duplicates, valueAt, namesAt } from './listed-names.ts';
import type { Finding } from './problems.ts';
import { show } from './show.ts';

/** What a schema cannot say of accounts: that each is listed once, and that the keys do not contradict each other. Takes anything. */
export function checkAccounts(data: unknown): readonly Finding[] {
  const listed = namesAt(data, ['accounts']);
  const excluded = namesAt(data, ['excludeAccounts']);
  return [
    ...duplicates(listed, 'account'),
    ...duplicates(excluded, 'account'),
    ...contradictions({ excluded, listed }, { expected: 'an account that is not listed in accounts' }),
    ...unitsWithoutOrganization(data),
  ];
}

function unitsWithoutOrganization(data: unknown): readonly Finding[] {
  const accounts = valueAt(data, 'accounts') ?? 'self';
  if (accounts === 'organization' || namesAt(data, ['organizationalUnits']).length === 0) return [];
  return [
    {
      path: ['organizationalUnits'],
      expected: 'no organizational units unless the policy has accounts: organization',
      found: `accounts: ${Array.isArray(accounts) ? 'a list of account ids' : show(accounts)}`,
    },
  ];
}
