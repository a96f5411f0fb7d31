import { describe, expect, test } from '@jest/globals';
import type { OrganizationAccount } from '../../lib/core/organization/account.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import {
  narrowAccounts,
  placeOf,
  scopeOfListedAccounts,
  scopeOfOrganization,
  unknownScopedAccount,
} from '../../lib/targets/accounts.ts';
import { needsOrganization, requireOrganization, unitsOfPolicy } from '../../lib/targets/organization.ts';

const policyOf = (yaml: string) => parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');
const account = (accountId: string, over: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
  accountId,
  name: `name-${accountId.slice(0, 2)}`,
  email: 'aws@example.com',
  state: 'ACTIVE',
  organizationalUnits: ['r-ab12'],
  isManagement: false,
  ...over,
});
const A = account('111111111111', { organizationalUnits: ['r-ab12', 'ou-ab12-aaaaaaaa', 'ou-ab12-bbbbbbbb'] });
const B = account('222222222222');
const GONE = account('333333333333', { state: 'SUSPENDED' });
const CLOSING = account('444444444444', { state: 'PENDING_CLOSURE' });
const UNSAID = account('555555555555', { state: null });
const ALL = [UNSAID, CLOSING, GONE, B, A];
const idsOf = (scope: ReturnType<typeof scopeOfOrganization>) => scope.toRead.map(({ accountId }) => accountId);

describe('accounts: organization', () => {
  test('only accounts that can be used are read; the others are counted with their state', () => {
    const scope = scopeOfOrganization(policyOf('accounts: organization'), ALL);
    expect(idsOf(scope)).toEqual([A, B, CLOSING, UNSAID].map(({ accountId }) => accountId));
    expect(scope.notApplicable).toMatchObject([
      { account: { accountId: GONE.accountId }, detail: 'the state of the account is SUSPENDED in AWS Organizations' },
    ]);
  });

  test('excluded accounts are not counted, and a unit covers those below it', () => {
    const units = policyOf('accounts: organization\norganizationalUnits: [ou-ab12-aaaaaaaa]');
    expect(idsOf(scopeOfOrganization(units, ALL))).toEqual([A.accountId]);
    const without = policyOf(`accounts: organization\nexcludeAccounts: ["${A.accountId}", "${GONE.accountId}"]`);
    const scope = scopeOfOrganization(without, ALL);
    expect([idsOf(scope), scope.notApplicable]).toEqual([['222222222222', '444444444444', '555555555555'], []]);
  });
});

test('listed accounts are read whether or not the organization has them', () => {
  const policy = policyOf(`excludeAccounts: ["${B.accountId}"]`);
  const scope = scopeOfListedAccounts(['999999999999', GONE.accountId, B.accountId, A.accountId], policy, ALL);
  expect(scope.toRead).toEqual([
    {
      accountId: A.accountId,
      name: A.name,
      email: A.email,
      organizationalUnits: A.organizationalUnits,
      isManagement: false,
    },
    unknownScopedAccount('999999999999'),
  ]);
  expect(scope.notApplicable.map(({ account: { accountId } }) => accountId)).toEqual([GONE.accountId]);
});

test('AWS Organizations is needed for accounts: organization, and for rules on names and units', () => {
  expect(needsOrganization(policyOf('accounts: ["111111111111"]'))).toBe(false);
  expect(needsOrganization(policyOf('accounts: organization'))).toBe(true);
  const rule = (match: string) => policyOf(`overrides: [{ match: { ${match} }, remediation: enforce }]`);
  expect(needsOrganization(rule('accounts: ["111111111111"]'))).toBe(false);
  expect(needsOrganization(rule('accountNames: [x]'))).toBe(true);
  expect(needsOrganization(rule('organizationalUnits: [r-ab12]'))).toBe(true);
});

test('the units of a policy are those of its accounts and of its rules, each once', () => {
  const policy = policyOf(`accounts: organization
organizationalUnits: [ou-ab12-bbbbbbbb]
overrides: [{ match: { organizationalUnits: [r-ab12, ou-ab12-bbbbbbbb] }, remediation: enforce }]`);
  expect(unitsOfPolicy(policy)).toEqual(['ou-ab12-bbbbbbbb', 'r-ab12']);
});

describe('a policy that cannot be applied without the organization', () => {
  const denied = { kind: 'unknown', why: 'organizations:ListAccounts was denied' } as const;

  test('says what it needs it for, and the way out', () => {
    expect(() => requireOrganization(denied, { accounts: 'organization' })).toThrow(
      /policy needs them for accounts: organization: organizations:ListAccounts was denied\. Run from .* or list the account ids in the policy$/,
    );
    expect(() => requireOrganization(denied, { accounts: 'self' })).toThrow(/or match accounts by their ids/);
  });

  test('a unit that there is none of is named', () => {
    const known = { kind: 'known', value: { accounts: ALL, missingUnits: ['ou-ab12-nonesuch'] } } as const;
    expect(() => requireOrganization(known, { accounts: 'organization' })).toThrow(/found ou-ab12-nonesuch/);
    const whole = { kind: 'known', value: { accounts: ALL, missingUnits: [] } } as const;
    expect(requireOrganization(whole, { accounts: 'organization' })).toBe(ALL);
  });
});

test('a run can be narrower than the policy, never wider', () => {
  const scope = scopeOfOrganization(policyOf('accounts: organization'), ALL);
  expect(narrowAccounts(scope, undefined)).toBe(scope);
  const narrow = narrowAccounts(scope, [A.accountId, GONE.accountId]);
  expect(idsOf(narrow)).toEqual([A.accountId]);
  expect(narrow.notApplicable).toHaveLength(1);
  expect(() => narrowAccounts(scope, ['999999999999'])).toThrow(
    'accounts: expected some of the 5 accounts that the policy covers, found 999999999999. A run can be narrower than the policy, never wider',
  );
});

test('a place has what rules can match of its account', () => {
  const target = { accountId: A.accountId, region: 'eu-west-1' };
  expect(placeOf(target, null)).toBe(target);
  expect(placeOf(target, A)).toEqual({ ...target, accountName: A.name, organizationalUnits: A.organizationalUnits });
});
