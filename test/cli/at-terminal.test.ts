import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal, type Shown } from './at-terminal.ts';
import { startOtherServices, type OtherServices } from './other-services.ts';

let sandbox: Sandbox;
let services: OtherServices;
const cwd = mkdtempSync(join(tmpdir(), 'at-terminal-'));
const policy = join(cwd, 'policy.yml');

beforeAll(async () => {
  sandbox = await startSandbox();
  services = await startOtherServices(sandbox.url);
});
beforeEach(() => {
  world('eu-west-1: { status: PAUSED }, us-east-1: {}');
  writeFileSync(
    policy,
    'version: 1\nregions: [eu-west-1, us-east-1]\nremediation: enforce\ndesired: { status: ENABLED }\n',
  );
});
afterAll(async () => {
  services.close();
  await sandbox.close();
});

function world(sessions: string): void {
  sandbox.reset(parseWorld(`accounts: { "111122223333": { sessions: { ${sessions} } }, "444455556666": {} }`, 'world'));
}

interface Typed {
  readonly answer?: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const warden = (args: readonly string[], { env = {}, ...typed }: Typed = {}): Promise<Shown> =>
  atTerminal(args, { cwd, env: { ...sandboxEnv(sandbox), ...env }, ...typed });

const writes = () => sandbox.calls.filter(({ operation }) => /^(Enable|Update)Macie/.test(operation));

describe('the question of apply', () => {
  const apply = (typed: Typed): Promise<Shown> => warden(['apply', '--policy', policy], typed);

  test('account and alias, identity, profile, home Region and endpoint stand above it', async () => {
    const { stderr } = await apply({ answer: 'n', env: { AWS_ENDPOINT_URL_IAM: services.url } });
    const [before = ''] = stderr.split('[y/N]');
    expect(before).toMatch(
      /account: {5}111122223333 \(acme-prod\)\nidentity: {4}arn:aws:iam::111122223333:user\/sandbox\nprofile: {5}none named\nhome Region: us-east-1 \(AWS_REGION\)\nendpoint: {4}http:/,
    );
    expect(before).toMatch(
      /endpoint: .*\nThe plan adds to the monthly bill of Macie, and the amount is not estimated\n/,
    );
    expect(before).toContain('eu-west-1  UpdateMacieSession: status ENABLED');
  });

  test.each(['n', 'N', 'no', '', 'yes please'])('after %j: one sentence, and no second report', async (answer) => {
    const { code, stdout, stderr } = await apply({ answer });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('[y/N]')[1]).toContain('Nothing was written.');
    expect(writes()).toEqual([]);
  });

  test('after "N" a program gets its report all the same', async () => {
    const { stdout } = await warden(['apply', '--policy', policy, '--format', 'json'], { answer: 'N' });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'drifted' });
  });

  test('after "y" it is written and reported', async () => {
    const { code, stdout } = await apply({ answer: 'y' });
    expect(code).toBe(0);
    expect(stdout).toContain('REPAIRED (1)');
    expect(writes()).toHaveLength(1);
  });
});

describe('progress', () => {
  // oxlint-disable-next-line no-control-regex
  const steps = (stderr: string): readonly string[] => stderr.split(/\r\u001b\[K/).filter((text) => text !== '');

  test('is shown from the first call on, while Regions are listed', async () => {
    const { stderr } = await warden(['check', '--policy', policy]);
    expect(steps(stderr)[0]).toBe('listing Regions …');
    expect(steps(stderr).at(-1)).toMatch(/^reading ━+ 2\/2$/);
    expect(steps((await warden(['sessions'])).stderr)[0]).toBe('listing Regions …');
    expect(steps((await warden(['apply', '--yes', '--policy', policy])).stderr)[0]).toBe('listing Regions …');
  });

  test.each<[string, readonly string[], Record<string, string>]>([
    ['--quiet', ['--quiet'], {}],
    ['CI', [], { CI: 'true' }],
  ])('is not shown with %s', async (_, args, env) => {
    expect((await warden(['check', '--policy', policy, ...args], { env })).stderr).toBe('');
  });
});

test.each(['', 'false', '0'])('CI=%j is no CI: progress is shown', async (CI) => {
  expect((await warden(['check', '--policy', policy], { env: { CI } })).stderr).toContain('listing Regions …');
});

describe('width', () => {
  const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

  test('sessions fit 120 columns, whatever their roles are called', async () => {
    const role = (name: string) => `serviceRole: "arn:aws:iam::111122223333:role/${name}"`;
    world(
      `eu-west-1: { ${role('aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie')} }, ap-southeast-2: { ${role(`security/${'very-'.repeat(12)}long`)} }`,
    );
    const { stdout } = await warden(['sessions']);
    expect(stdout).toContain('service-linked');
    expect(widest(stdout)).toBeLessThanOrEqual(120);
    // To a pipe and to a file nothing is cut.
    expect((await warden(['sessions', '--format', 'csv'])).stdout).toContain('very-long');
  });

  test.each([60, 120])('a report fits %d columns', async (columns) => {
    const { stdout } = await warden(['check', '--policy', policy], { columns, env: { NO_COLOR: '1' } });
    expect(widest(stdout)).toBeLessThanOrEqual(columns);
  });
});

describe('a profile with an MFA device', () => {
  const device = 'arn:aws:iam::111122223333:mfa/alice';
  const config = join(cwd, 'config');
  const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_CONFIG_FILE: config, AWS_PROFILE: 'ops' };

  beforeAll(() => {
    writeFileSync(
      config,
      `[profile ops]\nrole_arn = arn:aws:iam::444455556666:role/Ops\nsource_profile = base\nmfa_serial = ${device}\n[profile base]\naws_access_key_id = 111122223333\naws_secret_access_key = x\n`,
    );
    // The providers of the SDK read these themselves.
    Object.assign(process.env, sandboxEnv(sandbox), env);
  });

  test('asks for its code, once for all Regions', async () => {
    const { code, stderr } = await warden(['check', '--policy', policy], { env, answer: '123456' });
    expect(stderr.split(`MFA code for ${device}: `)).toHaveLength(2);
    expect(sandbox.calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
    expect(sandbox.calls.find(({ service }) => service === 'macie2')?.accountId).toBe('444455556666');
    expect(code).toBe(1);
  });
});
