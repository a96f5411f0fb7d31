import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { warden, type Ran } from './warden.ts';

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'connection-'));

const CONFIG = `
[default]
region = ap-south-1
[profile base]
aws_access_key_id = 111122223333
aws_secret_access_key = x
region = eu-central-1
[profile prod]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = base
region = eu-west-2
[profile a.b@c]
aws_access_key_id = 777788889999
aws_secret_access_key = x
[sso-session corp]
sso_region = us-east-1
`;
const CREDENTIALS =
  '[base]\nregion = eu-west-3\n[only-credentials]\naws_access_key_id = 222233334444\naws_secret_access_key = x\n';

beforeAll(async () => {
  sandbox = await startSandbox();
  writeFileSync(join(cwd, 'config'), CONFIG);
  writeFileSync(join(cwd, 'credentials'), CREDENTIALS);
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\nregions: [us-east-1]\ndesired: { status: ENABLED }\n');
});
beforeEach(() =>
  sandbox.reset(
    parseWorld(
      'accounts: { "111122223333": {}, "444455556666": {}, "222233334444": { roles: { Audit: null } }, "777788889999": {} }\ntables: [macie-warden-prod]',
      'world',
    ),
  ),
);
afterAll(() => sandbox.close());

/** The account and the home Region in which STS was asked last. */
async function asked(args: readonly string[], env: Record<string, string>): Promise<string> {
  const ran = await run(args, env);
  const call = sandbox.calls.findLast(({ operation }) => operation === 'GetCallerIdentity');
  return call ? `${call.accountId} ${call.region}` : ran.stderr;
}

function run(args: readonly string[], env: Record<string, string>): Promise<Ran> {
  return warden(args, {
    cwd,
    env: {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: 'config',
      AWS_SHARED_CREDENTIALS_FILE: 'credentials',
      ...env,
    },
  });
}

const ROLE = 'arn:aws:iam::444455556666:role/Audit';
const KEYS = { AWS_ACCESS_KEY_ID: '777788889999', AWS_SECRET_ACCESS_KEY: 'x' };

describe('who and where', () => {
  test.each<[string, readonly string[], Record<string, string>, string]>([
    ['AWS_PROFILE', [], { AWS_PROFILE: 'prod' }, '444455556666 eu-west-2'],
    ['AWS_DEFAULT_PROFILE', [], { AWS_DEFAULT_PROFILE: 'prod' }, '444455556666 eu-west-2'],
    [
      'AWS_PROFILE before AWS_DEFAULT_PROFILE',
      [],
      { AWS_PROFILE: 'prod', AWS_DEFAULT_PROFILE: 'base' },
      '444455556666 eu-west-2',
    ],
    ['an empty AWS_PROFILE is none', [], { AWS_PROFILE: '', ...KEYS }, '777788889999 ap-south-1'],
    ['--profile before AWS_PROFILE', ['--profile', 'prod'], { AWS_PROFILE: 'base' }, '444455556666 eu-west-2'],
    ['keys before AWS_PROFILE, and its Region', [], { AWS_PROFILE: 'prod', ...KEYS }, '777788889999 eu-west-2'],
    ['--profile before keys', ['--profile', 'prod'], KEYS, '444455556666 eu-west-2'],
    ['the credentials file before the configuration', [], { AWS_PROFILE: 'base' }, '111122223333 eu-west-3'],
    ['a profile in the credentials file alone', [], { AWS_PROFILE: 'only-credentials' }, '222233334444 us-east-1'],
    [
      'AWS_REGION before AWS_DEFAULT_REGION',
      [],
      { ...KEYS, AWS_REGION: 'sa-east-1', AWS_DEFAULT_REGION: 'us-east-2' },
      '777788889999 sa-east-1',
    ],
    [
      'an empty AWS_REGION is none',
      [],
      { ...KEYS, AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' },
      '777788889999 us-east-2',
    ],
    ['AWS_REGION before the profile', [], { AWS_PROFILE: 'prod', AWS_REGION: 'sa-east-1' }, '444455556666 sa-east-1'],
    [
      '--region before AWS_REGION',
      ['--region', 'us-west-1'],
      { ...KEYS, AWS_REGION: 'sa-east-1' },
      '777788889999 us-west-1',
    ],
    ['the profile default', [], KEYS, '777788889999 ap-south-1'],
    ['--role-arn', ['--role-arn', ROLE], KEYS, '444455556666 ap-south-1'],
    [
      '--role-arn with the credentials of --profile',
      ['--profile', 'base', '--role-arn', ROLE],
      {},
      '444455556666 eu-west-3',
    ],
  ])('%s', async (_, args, env, expected) => {
    expect(await asked(['check', ...args], env)).toBe(expected);
  });

  test('policy explain takes --profile and --endpoint-url, and its --region names the target', async () => {
    const args = ['policy', 'explain', '--region', 'eu-west-1', '--profile', 'prod', '--endpoint-url', sandbox.url];
    expect(await asked(args, { ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })).toBe('444455556666 eu-west-2');
  });

  test('the state table is asked in the Region of the profile', async () => {
    await run(['alerts'], { AWS_PROFILE: 'prod' });
    const regions = sandbox.calls.filter(({ service }) => service === 'dynamodb').map(({ region }) => region);
    expect([...new Set(regions)]).toEqual(['eu-west-2']);
  });
});

describe('what cannot be meant is one sentence', () => {
  test.each<[string, readonly string[], Record<string, string>, RegExp]>([
    [
      'a profile that is not there',
      [],
      { AWS_PROFILE: 'prd' },
      /^macie-warden: AWS_PROFILE: there is no profile "prd" in config or credentials\. Did you mean prod\?\n$/,
    ],
    [
      'a profile that is not there, beside keys',
      [],
      { AWS_PROFILE: 'prd', ...KEYS },
      /^macie-warden: AWS_PROFILE: there is no profile "prd"/,
    ],
    [
      '--profile that is not there',
      ['--profile', 'elsewhere'],
      {},
      /^macie-warden: --profile: there is no profile "elsewhere" in config or credentials\. They have a\.b@c, base, default, only-credentials, prod\n$/,
    ],
    [
      'a section that is no profile',
      ['--profile', 'sso-session.corp'],
      {},
      /^macie-warden: --profile: there is no profile/,
    ],
    [
      'no file at all',
      ['--profile', 'x'],
      { AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none2' },
      /in none or none2\. Neither file is there\n$/,
    ],
    [
      'a file that cannot be read',
      ['--profile', 'prod'],
      { AWS_CONFIG_FILE: '.' },
      /there is no profile "prod" in \. or credentials\. \. cannot be read \(EISDIR\)\. They have base, only-credentials\n$/,
    ],
    [
      'files without a profile',
      ['--profile', 'prod'],
      { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: 'none' },
      /in \/dev\/null or none\. They have no profile at all\n$/,
    ],
    [
      'half a pair of keys',
      [],
      { AWS_ACCESS_KEY_ID: '111122223333' },
      /^macie-warden: AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not/,
    ],
    [
      'a Region of a partition without Macie',
      [],
      { ...KEYS, AWS_DEFAULT_REGION: 'us-gov-west-1' },
      /^macie-warden: AWS_DEFAULT_REGION: expected a Region of the partition aws, found "us-gov-west-1"\. Macie is not offered in .*GovCloud/,
    ],
    [
      'a Region in upper case',
      [],
      { ...KEYS, AWS_DEFAULT_REGION: 'EU-WEST-1' },
      /^macie-warden: AWS_DEFAULT_REGION: expected the name of an AWS Region, found "EU-WEST-1"\. Did you mean eu-west-1\?/,
    ],
    [
      'a profile of blanks',
      [],
      { AWS_DEFAULT_PROFILE: ' ' },
      /^macie-warden: AWS_DEFAULT_PROFILE: there is no profile " " in config or credentials\. They have/,
    ],
    [
      'a Region with a space',
      [],
      { ...KEYS, AWS_REGION: 'eu-west-1 ' },
      /^macie-warden: AWS_REGION: expected the name of an AWS Region, found "eu-west-1 "\. Did you mean eu-west-1\?/,
    ],
    [
      'a Region that is none',
      [],
      { ...KEYS, AWS_REGION: 'us-wst-1', AWS_ENDPOINT_URL: '' },
      /^macie-warden: AWS_REGION: the host sts\.us-wst-1\.amazonaws\.com of the Region us-wst-1 has no address\. Did you mean us-west-1\?/,
    ],
    [
      'a role that is none',
      ['--role-arn', 'Audit'],
      KEYS,
      /^macie-warden: --role-arn: expected the ARN of a role, such as arn:aws:iam::\d+:role\/Audit, found "Audit"\n$/,
    ],
    [
      'a role that may not be assumed',
      ['--role-arn', 'arn:aws:iam::222233334444:role/Audit'],
      KEYS,
      /^macie-warden: --role-arn: the role arn:aws:iam::222233334444:role\/Audit could not be assumed \(.*\): deploy the role there/,
    ],
    [
      'a CA bundle that is not there',
      [],
      { ...KEYS, AWS_CA_BUNDLE: 'none.pem' },
      /^macie-warden: AWS_CA_BUNDLE: the CA bundle none\.pem cannot be read \(ENOENT\)/,
    ],
    [
      'a CA bundle that is none',
      [],
      { ...KEYS, AWS_CA_BUNDLE: 'config' },
      /^macie-warden: AWS_CA_BUNDLE: expected PEM certificates in config, found none/,
    ],
  ])('%s', async (_, args, env, message) => {
    const ran = await run(['check', ...args], env);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(message);
  });

  test('a policy in a file is validated whatever the environment holds', async () => {
    expect(await run(['policy', 'validate'], { AWS_PROFILE: 'none', AWS_REGION: 'x' })).toMatchObject({ code: 0 });
  });

  test('a home Region that no AWS has is named, and one that is close to it', async () => {
    const { stderr } = await run(['alerts', '--region', 'eu-wst-1'], KEYS);
    expect(stderr).toContain(
      'macie-warden: warning: --region: no AWS Region is known by the name eu-wst-1. Did you mean eu-west-1?\n',
    );
  });

  test('--region without --regions is explained', async () => {
    const { stderr } = await run(['check', '--region', 'eu-west-1'], KEYS);
    expect(stderr).toBe('--region eu-west-1 is the home Region and does not narrow this run: --regions does\n');
  });
});
