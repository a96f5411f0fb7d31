import { describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOSED, DEV, OWN, PROD, useOrganization } from './organization.ts';
import { ended } from './warden.ts';

const { world, policy, calls, run, start, folder } = useOrganization();
const NO_READ = ', roles: { macie-warden-read: null }';

describe('the list of accounts', () => {
  test('has name, organizational unit, state, and whether runs read the account', async () => {
    world();
    policy(`excludeAccounts: ["${DEV}"]`);
    const ran = await run(['accounts']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
      'account  name  organizational unit  state  covered',
      `${OWN}  management  Root  ACTIVE  yes, the own account`,
      `${PROD}  prod-payments  Workloads / Production  ACTIVE  yes`,
      `${DEV}  dev-payments  Sandboxes  ACTIVE  no: the policy excludes it`,
      `${CLOSED}  old  Root  SUSPENDED  no: its state is SUSPENDED`,
      '4 accounts, 2 covered',
      '',
    ]);
    expect(calls('AssumeRole')).toEqual([]);
  });

  test('is JSON and CSV as well', async () => {
    world();
    policy('organizationalUnits: [ou-ab12-11111111]');
    const json: unknown = JSON.parse((await run(['accounts', '--format', 'json'])).stdout);
    expect(json).toContainEqual({
      accountId: PROD,
      name: 'prod-payments',
      organizationalUnits: ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-33333333'],
      unitPath: 'Workloads / Production',
      state: 'ACTIVE',
      isOwn: false,
      isCovered: true,
      whyNotCovered: null,
    });
    const csv = await run(['accounts', '--format', 'csv', '--accounts', DEV]);
    expect(csv.stdout).toBe(
      `account_id,name,organizational_unit,state,covered,why_not\r\n${DEV},dev-payments,Sandboxes,ACTIVE,no,it is in no organizational unit of the policy\r\n`,
    );
  });

  test('has the ids of units whose names may not be read', async () => {
    world({ rest: 'faults: [{ kind: deny, match: { operations: [DescribeOrganizationalUnit] } }]' });
    policy('');
    expect((await run(['accounts'])).stdout).toContain('ou-ab12-11111111 / ou-ab12-33333333');
    expect(calls('DescribeOrganizationalUnit')).toHaveLength(1);
  });

  test('of a list of ids needs no AWS Organizations', async () => {
    world();
    policy('', `["${OWN}", "${PROD}"]`);
    const { stdout } = await run(['accounts']);
    expect(stdout).toContain('2 accounts, 2 covered');
    expect(calls('ListAccounts')).toEqual([]);
  });

  test('that AWS Organizations denies: one sentence with the way out', async () => {
    world({ rest: 'faults: [{ kind: deny, match: { operations: [ListAccounts] } }]' });
    policy('');
    const ran = await run(['accounts']);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(
      /^macie-warden: The accounts of the organization could not be listed.*[^.]\. Run from .* or list the account ids in the policy\n$/,
    );
  });

  test('is not narrowed to accounts that it does not have', async () => {
    world();
    policy('');
    expect(await run(['accounts', '--accounts', '999999999999'])).toMatchObject({
      code: 3,
      stderr: 'macie-warden: --accounts: expected some of the 4 accounts of the policy, found 999999999999\n',
    });
  });
});

describe('--check', () => {
  test('assumes the read role in each covered account but the own', async () => {
    world();
    policy('');
    expect(await run(['accounts', '--check'])).toMatchObject({
      code: 0,
      stdout: 'Every role was assumed in 2 accounts.\n',
    });
    expect(calls('AssumeRole')).toHaveLength(2);
    expect(calls('GetMacieSession')).toEqual([]);
  });

  test('shows roles that are missing, and exits with 1', async () => {
    world({ prod: NO_READ, dev: NO_READ });
    policy('');
    const ran = await run(['accounts', '--check']);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    const [head, prod, dev, empty, why, last] = ran.stdout.split('\n').filter((_, index) => index !== 5);
    expect([head, prod, dev, empty].map((line) => line?.replaceAll(/ {2,}/g, '  '))).toEqual([
      'account  name  role  why',
      `${PROD}  prod-payments  macie-warden-read  assume-role-denied`,
      `${DEV}  dev-payments  macie-warden-read  assume-role-denied`,
      '',
    ]);
    expect(why).toMatch(
      /^assume-role-denied: the role arn:aws:iam::ACCOUNT:role\/macie-warden-read .* \(2 accounts\)$/,
    );
    expect(last).toBe('2 of 2 accounts failed');
  });

  test('an external id that is wrong is a failure', async () => {
    world({ prod: ', roles: { macie-warden-read: { externalId: s3cret } }' });
    policy('roles: { externalId: other }');
    expect((await run(['accounts', '--check'])).stdout).toContain('1 of 2 accounts failed');
    policy('roles: { externalId: s3cret }');
    expect((await run(['accounts', '--check'])).code).toBe(0);
  });

  test('says which role failed: the one that repairs is assumed where the policy enforces', async () => {
    world({ prod: ', roles: { macie-warden-repair: null, "*": {} }' });
    policy('');
    expect((await run(['accounts', '--check'])).code).toBe(0);
    policy(`overrides: [{ match: { accounts: ["${DEV}"] }, remediation: enforce }]`);
    const ran = await run(['accounts', '--check', '--format', 'json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toEqual([
      {
        accountId: PROD,
        name: 'prod-payments',
        role: 'macie-warden-repair',
        reason: 'assume-role-denied',
        detail: expect.stringContaining(`arn:aws:iam::${PROD}:role/macie-warden-repair`),
      },
    ]);
  });

  test('an account that is named twice is asked once', async () => {
    world();
    policy('', `["${PROD}", "${DEV}"]`);
    await run(['accounts', '--check', '--accounts', `${PROD},${PROD}`]);
    expect(calls('AssumeRole')).toHaveLength(1);
  });

  test('STS that throttles is asked again, and is a failure with that reason in the end', async () => {
    const throttled = (times: string) =>
      `faults: [{ kind: throttle, ${times}match: { operations: ["sts:AssumeRole"], accounts: ["${PROD}"] } }]`;
    policy('');
    world({ rest: throttled('') });
    const ran = await run(['accounts', '--check', '--format', 'csv']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(new RegExp(`\n${PROD},prod-payments,macie-warden-read,throttled,.*was throttled`));
    world({ rest: throttled('times: 1, ') });
    expect((await run(['accounts', '--check'])).code).toBe(0);
  });

  describe('stopped by Ctrl-C', () => {
    const HANGS = `faults: [{ kind: hang, match: { operations: ["sts:AssumeRole"], accounts: ["${DEV}"] } }]`;

    async function stopped(args: readonly string[], asked: number) {
      const child = await start(['accounts', '--check', '--concurrency', '1', ...args]);
      const exit = ended(child);
      while (calls('AssumeRole').length < asked) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill('SIGINT');
      return exit;
    }

    test('shows the accounts that were checked until then', async () => {
      world({ prod: NO_READ, rest: HANGS });
      policy('');
      const ran = await stopped([], 2);
      expect(ran).toMatchObject({ code: 1, stderr: 'stopped: 1 of 2 accounts were checked\n' });
      expect(ran.stdout).toContain(`${PROD}  prod-payments  macie-warden-read`);
      expect(ran.stdout).not.toContain(DEV);
      expect(ran.stdout).toMatch(/\n1 of 1 account failed\n$/);
    });

    test('is no good news where no role has failed', async () => {
      world({ rest: HANGS });
      policy('');
      expect(await stopped([], 2)).toMatchObject({ code: 130, stdout: 'Every role was assumed in 1 account.\n' });
      world({ rest: HANGS });
      expect(await stopped(['--accounts', DEV], 1)).toMatchObject({ code: 130, stdout: '' });
    });
  });

  test('without other accounts there is nothing to assume', async () => {
    world();
    policy('', 'self');
    expect(await run(['accounts', '--check'])).toMatchObject({ code: 0, stdout: 'There was no role to assume.\n' });
  });
});

describe('--failed', () => {
  test('tries again only those that failed, until none is left', async () => {
    world({ prod: NO_READ });
    policy('');
    await run(['accounts', '--check']);
    world({ prod: NO_READ });
    expect((await run(['accounts', '--failed'])).stdout).toContain('1 of 1 account failed');
    expect(calls('AssumeRole')).toHaveLength(1);
    world();
    expect(await run(['accounts', '--failed'])).toMatchObject({
      code: 0,
      stdout: 'Every role was assumed in 1 account.\n',
    });
    const last = await run(['accounts', '--failed']);
    expect(last).toMatchObject({ code: 0, stderr: expect.stringMatching(/^No account failed in the check of 20/) });
    expect(calls('AssumeRole')).toHaveLength(1);
  });

  test('keeps the failures of accounts that a narrower check left out', async () => {
    world({ prod: NO_READ });
    policy('');
    await run(['accounts', '--check']);
    await run(['accounts', '--check', '--accounts', DEV]);
    expect((await run(['accounts', '--failed'])).stdout).toContain('1 of 1 account failed');
  });

  test('without a check before: one sentence', async () => {
    world();
    policy('');
    const none = {
      code: 3,
      stdout: '',
      stderr:
        'macie-warden: --failed: no check of the accounts of policy.yml is kept here: run `npm run --silent warden -- accounts --check` first\n',
    };
    expect(await run(['accounts', '--failed'])).toEqual(none);
    await run(['accounts', '--check'], { XDG_CACHE_HOME: join(folder(), 'other') });
    expect(readdirSync(join(folder(), 'other', 'macie-warden'))).toHaveLength(1);
    expect(await run(['accounts', '--failed'])).toEqual(none);
    const [name = ''] = readdirSync(join(folder(), 'other', 'macie-warden'));
    mkdirSync(join(folder(), '.cache', 'macie-warden'), { recursive: true });
    writeFileSync(join(folder(), '.cache', 'macie-warden', name), '{ "version": 1, "failed": "all" }');
    expect(await run(['accounts', '--failed'])).toEqual(none);
  });

  test('a place that cannot be written to is a warning, and the check is shown', async () => {
    world({ prod: NO_READ });
    policy('');
    writeFileSync(join(folder(), 'file'), '');
    const ran = await run(['accounts', '--check'], { XDG_CACHE_HOME: join(folder(), 'file') });
    expect(ran.stdout).toContain('1 of 2 accounts failed');
    expect(ran.stderr).toMatch(/^macie-warden: warning: .* cannot be written \(ENOTDIR\), so --failed will not know/);
  });
});
