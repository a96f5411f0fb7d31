import { describe, expect, test } from '@jest/globals';
import { PolicyError } from '../../lib/policy/error.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { explain, unjudgedRules } from '../../lib/policy/explain.ts';
import { resolve } from '../../lib/policy/resolve.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
const HEAD = 'version: 1\ndesired: { status: ENABLED }\n';

function problemOf(yaml: string): string {
  try {
    parsePolicy(HEAD + yaml, 'policy.yml');
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return 'no problem';
}

test('a policy names its accounts, and the roles to assume in them', () => {
  const policy = parsePolicy(
    `${HEAD}accounts: organization
excludeAccounts: ["999988887777"]
organizationalUnits: [ou-ab12-11111111, r-ab12]
roles: { read: path/reader, externalId: "a:b/c" }`,
    'p',
  );
  expect(policy).toMatchObject({
    accounts: 'organization',
    excludeAccounts: ['999988887777'],
    organizationalUnits: ['ou-ab12-11111111', 'r-ab12'],
    roles: { read: 'path/reader', repair: 'macie-warden-repair', externalId: 'a:b/c' },
  });
});

describe('a problem of accounts has its place', () => {
  test.each([
    [
      'accounts: organisation',
      /policy\.yml:3:11: accounts: expected self, organization, or a list of account ids, found "organisation"\. Did you mean organization\?/,
    ],
    [
      'accounts: [123]',
      /policy\.yml:3:12: accounts\[0\]: expected a 12-digit account id in quotes, found 123\. Put it in quotes/,
    ],
    ['accounts: []', /policy\.yml:3:11: accounts: expected at least one of 12-digit account ids/],
    [
      'accounts: ["111122223333", "111122223333"]',
      /accounts\[1\]: expected each account once, found "111122223333" again/,
    ],
    [
      'accounts: ["111122223333"]\nexcludeAccounts: ["111122223333"]',
      /excludeAccounts\[0\]: expected an account that is not listed in accounts/,
    ],
    [
      'organizationalUnits: [ou-ab12-11111111]',
      /policy\.yml:3:22: organizationalUnits: expected no organizational units unless the policy has accounts: organization, found accounts: "self"/,
    ],
    ['accounts: ["111122223333"]\norganizationalUnits: [ou-ab12-11111111]', /found accounts: a list of account ids/],
    [
      'accounts: organization\norganizationalUnits: [prod]',
      /organizationalUnits\[0\]: expected the id of an organizational unit/,
    ],
    [
      'roles: { reed: x }',
      /roles\.reed: expected one of the keys read, repair, externalId, found an unknown key\. Did you mean read\?/,
    ],
    ['roles: { read: "arn:aws:iam::111122223333:role/x" }', /roles\.read: expected the name of an IAM role/],
    ['roles: { externalId: "x" }', /roles\.externalId: expected an external id of 2 to 1224/],
    [
      'overrides: [{ match: { accountNames: [] }, remediation: enforce }]',
      /accountNames: expected at least one of account names or patterns/,
    ],
    ['overrides: [{ match: { accountName: [x] }, remediation: enforce }]', /Did you mean accountNames\?/],
  ])('%s', (yaml, message) => {
    expect(problemOf(yaml)).toMatch(message);
  });
});

const RULES = parsePolicy(
  `version: 1
desired: { status: ENABLED, findingPublishingFrequency: SIX_HOURS }
overrides:
  - { match: { organizationalUnits: [ou-ab12-prod0000] }, desired: { findingPublishingFrequency: ONE_HOUR } }
  - { match: { accountNames: ["prod-*"], regions: ["eu-*"] }, desired: { findingPublishingFrequency: FIFTEEN_MINUTES } }
  - { match: { accounts: ["111122223333"], organizationalUnits: [ou-ab12-sandbox0] }, remediation: enforce }
waivers:
  - { match: { accountNames: ["*-sandbox"] }, settings: [status], reason: r, owner: o, expires: 2027-01-31 }
`,
  'p',
);

describe('rules on organizational units and account names', () => {
  const target = { accountId: '111122223333', region: 'eu-west-1' };
  const frequency = (facts: object, region = 'eu-west-1') =>
    resolve(RULES, { ...target, region, ...facts }, NOW).desired['findingPublishingFrequency'];

  test('a unit matches the accounts below it, at any depth', () => {
    expect(frequency({ organizationalUnits: ['r-ab12', 'ou-ab12-prod0000', 'ou-ab12-deeper00'] })).toBe('ONE_HOUR');
    expect(frequency({ organizationalUnits: ['r-ab12'] })).toBe('SIX_HOURS');
  });

  test('the last rule that matches wins, whatever it matches by', () => {
    const facts = { accountName: 'prod-db', organizationalUnits: ['ou-ab12-prod0000'] };
    expect(frequency(facts)).toBe('FIFTEEN_MINUTES');
    expect(frequency(facts, 'us-east-1')).toBe('ONE_HOUR');
  });

  test('every key of a match has to match', () => {
    const units = { organizationalUnits: ['ou-ab12-sandbox0'] };
    expect(resolve(RULES, { ...target, ...units }, NOW).remediation).toBe('enforce');
    expect(resolve(RULES, { ...target, ...units, accountId: '999988887777' }, NOW).remediation).toBe('report');
    expect(resolve(RULES, target, NOW).remediation).toBe('report');
  });

  test('an account whose name is not known matches no name', () => {
    expect(frequency({})).toBe('SIX_HOURS');
    expect(frequency({ accountName: null })).toBe('SIX_HOURS');
  });

  test('explain names the keys that matched, and only of rules that are about the target', () => {
    const rules = parsePolicy(
      `version: 1
desired: { status: ENABLED }
overrides:
  - { match: { accountNames: ["dev-*", "prod-*"], regions: [us-east-1, "eu-*"] }, remediation: enforce }
  - { match: { accountNames: ["prod-*"], regions: ["us-*"] }, remediation: enforce }
  - { match: { organizationalUnits: [ou-ab12-11111111, ou-ab12-22222222] }, remediation: report }
`,
      'policy.yml',
    );
    const place = { accountId: '111122223333', region: 'eu-west-1' };
    const facts = { accountName: 'prod-a', organizationalUnits: ['r-ab12', 'ou-ab12-22222222'] };
    expect(explain(rules, { ...place, ...facts }, NOW).matched).toEqual({
      'overrides[0]': [
        { key: 'accountNames', entry: 'prod-*' },
        { key: 'regions', entry: 'eu-*' },
      ],
      'overrides[2]': [{ key: 'organizationalUnits', entry: 'ou-ab12-22222222' }],
    });
    expect(explain(rules, place, NOW).matched).toEqual({});
    expect(unjudgedRules(rules, place)).toEqual(['overrides[0]', 'overrides[2]']);
  });

  test('explain names the rule and the waiver', () => {
    const { settings, waivers } = explain(RULES, { ...target, accountName: 'prod-sandbox' }, NOW);
    expect(settings['findingPublishingFrequency']).toEqual({ value: 'FIFTEEN_MINUTES', rule: 'overrides[1]' });
    expect(waivers.map(({ rule }) => rule)).toEqual(['waivers[0]']);
  });
});
