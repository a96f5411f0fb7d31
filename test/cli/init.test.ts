import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../lib/core/compliance/report.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal } from './at-terminal.ts';
import { ended, startWarden, warden, type Ran } from './warden.ts';

const OWN = '111122223333';
const PROD = '222233334444';
const DEV = '333344445555';
const LAB = '444455556666';

let sandbox: Sandbox;
let cwd: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'init-'));
});
afterAll(() => sandbox.close());

const DEMO = readFileSync(join(import.meta.dirname, '../../sandbox/worlds/demo.yml'), 'utf8');

const ORGANIZATION = `
organization:
  managementAccount: "${OWN}"
  defaults: { sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES } } }
  accounts:
    "${OWN}": { name: management }
    "${PROD}": { name: "prod\\nregions: []", sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES }, eu-west-1: { status: PAUSED } } }
    "${DEV}": { name: dev, sessions: { "*": { findingPublishingFrequency: SIX_HOURS } } }
    "${LAB}":
      name: lab
      buckets: { lab-1: { region: eu-west-1 } }
      sessions: { "*": null, us-east-1: { findingPublishingFrequency: FIFTEEN_MINUTES } }
`;

const OFF = `
accounts:
  "${OWN}":
    buckets: { one: { region: eu-west-1 }, two: { region: us-east-1 } }
    sessions: { us-east-1: { findingPublishingFrequency: ONE_HOUR } }
`;

/** Every setting, each with something odd or an exception in one Region. */
const EVERYTHING = `
organization:
  managementAccount: "${OWN}"
  administrator: "${PROD}"
  hub: "${PROD}"
  autoEnable: true
  automatedDiscovery: { status: ENABLED, autoEnableOrganizationMembers: ALL }
  defaults:
    sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES } }
    findingsPublication: { "*": { policyFindings: true, classificationFindings: true } }
    classificationExport: { "*": { bucketName: results, kmsKeyArn: "arn:aws:kms:eu-west-1:${LAB}:key/1", keyPrefix: macie } }
    securityHub: { "*": ENABLED }
  accounts:
    "${OWN}": { name: management, membership: null, reveal: { us-east-1: ENABLED } }
    "${PROD}": { name: security }
    "${DEV}": { name: dev, automatedDiscovery: { eu-west-1: DISABLED }, findingsPublication: { "*": { policyFindings: true, classificationFindings: true }, us-east-1: { policyFindings: false, classificationFindings: true } } }
    "${LAB}": { name: lab, securityHub: { "*": ENABLED, us-east-1: DISABLED }, classificationExport: { "*": none } }
`;

const world = (text: string) => sandbox.reset(parseWorld(text, 'world'));
const init = (...args: readonly string[]): Promise<Ran> =>
  warden(['init', ...args], { cwd, sandbox, env: { HOME: cwd } });
const written = () => readFileSync(join(cwd, 'policy.yml'), 'utf8');

/** What `check` finds under the policy that was written, which has no warning. */
async function found(): Promise<{ readonly drifts: readonly string[]; readonly unknown: readonly string[] }> {
  const validated = await warden(['policy', 'validate'], { cwd, sandbox, env: { HOME: cwd } });
  expect(validated).toMatchObject({ code: 0, stdout: expect.stringMatching(/^policy\.yml: valid\. .*\n$/) });
  const { stdout } = await warden(['check', '--format', 'json'], { cwd, sandbox, env: { HOME: cwd } });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { results } = JSON.parse(stdout) as Report;
  return {
    drifts: results.flatMap(({ accountId, region, drifts }) =>
      drifts.map(({ setting, actual }) => `${accountId} ${region} ${setting} ${String(actual)}`),
    ),
    unknown: results.filter(({ verdict }) => verdict === 'unknown').map(({ region }) => region),
  };
}

describe('check finds only what is really odd under the policy of', () => {
  test('one account with a paused, an unreadable and some Regions without Macie', async () => {
    world(DEMO);
    const ran = await init();
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^macie-warden: not read: us-west-1: access-denied /m);
    expect(ran.stderr).toMatch(
      /^A policy from 20 of 22 targets, with 2 overrides\. .* status PAUSED in eu-west-3; automatedDiscovery DISABLED in eu-central-1; findingsPublication\.policyFindings false in eu-north-1\.$/m,
    );
    expect(parsePolicy(written(), 'p')).toMatchObject({
      accounts: 'self',
      regions: 'all',
      remediation: 'report',
      desired: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: 'service-linked' },
      overrides: [
        { match: { regions: ['ap-east-1', 'ap-northeast-2'] }, onlyWithBuckets: true },
        { match: { regions: ['sa-east-1'] }, desired: { findingPublishingFrequency: 'SIX_HOURS' } },
      ],
    });
    const drifts = [
      'eu-central-1 automatedDiscovery DISABLED',
      'eu-north-1 findingsPublication.policyFindings false',
      'eu-west-3 status PAUSED',
    ];
    expect(await found()).toEqual({ drifts: drifts.map((drift) => `${OWN} ${drift}`), unknown: ['us-west-1'] });
  });

  test('an organization: an account with values of its own is one rule, and a pause is none', async () => {
    world(ORGANIZATION);
    const ran = await init('--accounts', 'organization', '--regions', 'eu-west-1,us-east-1,us-west-2');
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(ran.stderr.trimEnd().split('\n').at(-1)).toMatch(
      new RegExp(`^A policy from 12 of 12 targets, .*prod regions: \\[\\] \\(${PROD}\\).*lab \\(${LAB}\\)\\.$`),
    );
    expect(parsePolicy(written(), 'p')).toMatchObject({
      accounts: 'organization',
      regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
      desired: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: 'service-linked' },
      overrides: expect.arrayContaining([
        { match: { accounts: [DEV] }, desired: { findingPublishingFrequency: 'SIX_HOURS' } },
        { match: { accounts: [LAB], regions: ['us-west-2'] }, onlyWithBuckets: true },
      ]),
    });
    // A name in AWS Organizations can have any characters: it stays in its comment.
    expect(written()).not.toMatch(/^regions: \[ ?\]/m);
    expect(await found()).toEqual({
      drifts: [`${PROD} eu-west-1 status PAUSED`, `${LAB} eu-west-1 status DISABLED`],
      unknown: [],
    });
  });

  test('an account in which Macie is on in one Region and has buckets in two', async () => {
    world(OFF);
    expect(await init()).toMatchObject({ code: 0 });
    expect(parsePolicy(written(), 'p')).toMatchObject({
      regions: 'with-buckets',
      desired: { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' },
      overrides: [],
    });
    expect(await found()).toEqual({ drifts: [`${OWN} eu-west-1 status DISABLED`], unknown: [] });
  });
});

test('a policy of every setting has the exceptions as rules, and leaves what is odd for check', async () => {
  world(EVERYTHING);
  const ran = await init('--accounts', 'organization', '--regions', 'eu-west-1,us-east-1');
  expect(ran).toMatchObject({ code: 0, stdout: '' });
  expect(parsePolicy(written(), 'p').overrides).toEqual([
    { match: { accounts: [OWN], regions: ['us-east-1'] }, desired: { reveal: { status: 'ENABLED' } } },
  ]);
  expect(await found()).toEqual({
    drifts: [
      ...['eu-west-1', 'us-east-1'].flatMap((region) =>
        ['membership none', 'automatedDiscovery DISABLED'].map((drift) => `${OWN} ${region} ${drift}`),
      ),
      `${DEV} eu-west-1 automatedDiscoveryOfMembers DISABLED`,
      `${DEV} us-east-1 findingsPublication.policyFindings false`,
      ...['eu-west-1', 'us-east-1'].map((region) => `${LAB} ${region} classificationExport.bucketName not set`),
      `${LAB} us-east-1 securityHub DISABLED`,
    ],
    unknown: [],
  });
});

test('buckets that could not be listed are said, and what is off counts as odd', async () => {
  world(`${OFF}\nfaults: [{ kind: deny, match: { operations: [ListBuckets] } }]`);
  const ran = await init('--regions', 'eu-west-1,eu-west-2,us-east-1');
  expect(ran).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^macie-warden: not read: buckets of account 1{4}2{4}3{4}: s3:ListBuckets/m),
  });
  expect(written()).toMatch(/\n# *Macie is off in eu-west-1, eu-west-2, and it is not known whether/);
  expect(written()).toMatch(/\n#excludeRegions: \[eu-west-1, eu-west-2\]\n/);
  expect(parsePolicy(written(), 'p').overrides).toEqual([]);
});

describe('a file that is there', () => {
  const terminal = (answer: string, ...args: readonly string[]) =>
    atTerminal(['init', ...args], { cwd, env: { ...sandboxEnv(sandbox), HOME: cwd }, answer });

  beforeEach(() => {
    world(OFF);
    writeFileSync(join(cwd, 'policy.yml'), 'old');
  });

  test('is not overwritten where there is nobody to ask, and nothing is read', async () => {
    expect(await init()).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'macie-warden: policy.yml is there, and there is no terminal to ask whether to overwrite it: name another file with --output, or pass --yes\n',
    });
    expect(written()).toBe('old');
    expect(sandbox.calls).toEqual([]);
  });

  test('is overwritten with --yes', async () => {
    expect(await init('--yes')).toMatchObject({ code: 0 });
    expect(written()).toMatch(/^# Written by `macie-warden init`/);
    expect(readdirSync(cwd)).toEqual(['policy.yml']);
  });

  test('stays as it was after a no', async () => {
    const { code, stderr } = await terminal('n', '--output', join(cwd, 'policy.yml'));
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/Overwrite .*policy\.yml\? \[y\/N\] .*Nothing was written\.\n$/s),
    ]);
    expect(written()).toBe('old');
  });

  test('is replaced after a yes', async () => {
    expect(await terminal('y', '--output', join(cwd, 'policy.yml'))).toMatchObject({ code: 0 });
    expect(written()).not.toBe('old');
  });

  test('stays as it was if the run fails', async () => {
    world('faults: [{ kind: deny, match: { operations: [GetCallerIdentity] } }]');
    expect(await init('--yes')).toMatchObject({ code: 3 });
    expect(written()).toBe('old');
  });

  test('does not matter to stdout', async () => {
    const { code, stdout } = await init('--output', '-');
    expect(code).toBe(0);
    expect(parsePolicy(stdout, 'p').regions).toBe('with-buckets');
    expect(written()).toBe('old');
  });
});

test.each([
  [['--accounts', 'all'], /Expected self, organization or 12-digit account ids, found "all"/],
  [['--accounts', 'self,organization'], /found "self,organization"/],
  [['--regions', 'eu-west1'], /^macie-warden: --regions: .*Did you mean eu-west-1\?/],
  [['--accounts', 'organization'], /^macie-warden: The accounts of the organization could not be listed/],
])('bad usage: %j', async (args, message) => {
  world(OFF);
  expect(await init(...args)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(message) });
  expect(readdirSync(cwd)).toEqual([]);
});

test('Ctrl-C leaves nothing behind: half of what is there makes no policy', async () => {
  world(`${OFF}\nfaults: [{ kind: slow, ms: 20000, match: { regions: [eu-west-1], operations: [GetMacieSession] } }]`);
  const child = await startWarden(['init'], { cwd, sandbox, env: { HOME: cwd } });
  // The other Regions have answered: the command is in the middle of its reading.
  while (!sandbox.calls.some(({ operation }) => operation === 'GetMacieSession'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await ended(child)).toMatchObject({ code: 130, stderr: expect.stringContaining('nothing was written') });
  expect(readdirSync(cwd)).toEqual([]);
});
