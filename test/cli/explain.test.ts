import { expect, test } from '@jest/globals';
import { CLOSED, OWN, PROD, useOrganization } from './organization.ts';

const { world, policy, calls, run } = useOrganization();
const explain = (account: string) => run(['policy', 'explain', '--region', 'eu-west-1', '--account', account]);
const linesOf = ({ stdout }: { stdout: string }) => stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '));

const RULES = `overrides:
  - { match: { accountNames: ["prod-*"], regions: ["eu-*"] }, desired: { findingPublishingFrequency: ONE_HOUR } }
  - { match: { organizationalUnits: [ou-ab12-11111111] }, remediation: enforce }
waivers:
  - { match: { accounts: ["${OWN}"] }, settings: [status], reason: r, owner: o, expires: 2099-01-01 }`;

test('the facts on an account come from AWS Organizations, and each rule says what matched', async () => {
  world();
  policy(RULES);
  const ran = await explain(PROD);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(linesOf(ran)).toEqual([
    `${PROD} (prod-payments, in Workloads / Production) eu-west-1, by policy.yml`,
    'status  ENABLED  desired',
    'findingPublishingFrequency  ONE_HOUR  overrides[0]  account name prod-*, Region eu-*',
    'remediation  enforce  overrides[1]  unit ou-ab12-11111111 (Workloads)',
    'not compared: every other setting',
    '',
  ]);
  expect((await explain(OWN)).stdout).toContain(`waivers[0]  waives status until 2099-01-01, o: r (account ${OWN})\n`);
});

test('of a policy that depends on buckets: whether the target does, and by which rule', async () => {
  world();
  policy(`overrides: [{ match: { regions: ["eu-*"], accounts: ["${PROD}"] }, onlyWithBuckets: true }]`);
  const row = 'onlyWithBuckets  true  overrides[0]  account 222233334444, Region eu-*';
  expect(linesOf(await explain(PROD))).toContain(row);
  expect(linesOf(await explain(OWN))).toContain('onlyWithBuckets  false  regions');
});

test('an account that runs do not read: why', async () => {
  world();
  policy(`excludeAccounts: ["${PROD}"]`);
  expect((await explain(PROD)).stdout).toContain('(not read: the policy excludes this account)');
  expect((await explain(CLOSED)).stdout).toContain('(not read: its state is SUSPENDED)');
  expect((await explain('999999999999')).stdout).toContain('(not read: this account is not in the organization)');
  policy('', `["${OWN}"]`);
  expect((await explain(PROD)).stdout).toContain('(not read: the policy does not list this account)');
});

test('without AWS Organizations: one sentence says which rules could not be judged', async () => {
  world({ rest: 'faults: [{ kind: deny, match: { operations: [ListAccounts] } }]' });
  policy(RULES);
  const last = (await explain(PROD)).stdout.split('\n').at(-2);
  expect(last).toMatch(/^not judged: overrides\[0\], overrides\[1\], because .* organizations:ListAccounts was denied/);
  policy('');
  expect((await explain(PROD)).stdout).toContain('not judged: whether the policy covers the account, because');
});

test('an organizational unit that does not exist is an error that names it', async () => {
  world();
  policy('overrides: [{ match: { organizationalUnits: [ou-ab12-99999999] }, remediation: enforce }]');
  expect(await explain(PROD)).toMatchObject({ code: 3, stderr: expect.stringContaining('ou-ab12-99999999') });
});

test('a policy that matches ids and Regions alone needs no AWS', async () => {
  world();
  policy(
    RULES.replace('accountNames: ["prod-*"], ', '').replace(
      'organizationalUnits: [ou-ab12-11111111]',
      'regions: ["*"]',
    ),
    `["${PROD}"]`,
  );
  expect((await explain(PROD)).code).toBe(0);
  expect([...calls('ListAccounts'), ...calls('GetCallerIdentity')]).toEqual([]);
});
