import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { startOtherServices, type OtherServices } from './other-services.ts';
import { warden, type Ran } from './warden.ts';

let sandbox: Sandbox;
let services: OtherServices;
const home = mkdtempSync(join(tmpdir(), 'credentials-'));
const CACHE = join(home, '.aws/sso/cache');
const START = 'https://corp.example.com/start';

const CONFIG = `
[profile keys]
aws_access_key_id = 111122223333
aws_secret_access_key = x
[profile half]
aws_access_key_id = 111122223333
[profile role]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = keys
[profile role-of-role]
role_arn = arn:aws:iam::222233334444:role/Deep
source_profile = role
[profile of-itself]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = of-itself
aws_access_key_id = 111122223333
aws_secret_access_key = x
[profile of-environment]
role_arn = arn:aws:iam::444455556666:role/Ops
credential_source = Environment
[profile mfa]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/alice
[profile circle]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = circle-2
[profile circle-2]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = circle
[profile no-source]
role_arn = arn:aws:iam::444455556666:role/Ops
[profile two-sources]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = keys
credential_source = Environment
[profile odd-source]
role_arn = arn:aws:iam::444455556666:role/Ops
credential_source = environment
[profile lost-source]
role_arn = arn:aws:iam::444455556666:role/Ops
source_profile = nobody
[profile not-a-role]
role_arn = Ops
source_profile = keys
[profile process]
credential_process = echo '{"Version":1,"AccessKeyId":"444455556666","SecretAccessKey":"x"}'
[profile failing-process]
credential_process = echo 'no vault here' >&2; exit 4 # --token hunter2
[profile silent-process]
credential_process = exit 4
[profile odd-process]
credential_process = echo hello
[profile web]
role_arn = arn:aws:iam::444455556666:role/Web
web_identity_token_file = token
[profile web-lost]
role_arn = arn:aws:iam::444455556666:role/Web
web_identity_token_file = none
[profile web-refused]
role_arn = arn:aws:iam::444455556666:role/Web
web_identity_token_file = config
[profile web-half]
web_identity_token_file = token
[profile sso]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Ops
[profile old-sso]
sso_start_url = ${START}
sso_region = us-east-1
sso_account_id = 444455556666
sso_role_name = Ops
[profile sso-forbidden]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Forbidden
[profile role-of-sso]
role_arn = arn:aws:iam::222233334444:role/Ops
source_profile = sso
[profile half-sso]
sso_session = corp
[profile lost-sso]
sso_session = nowhere
sso_account_id = 444455556666
sso_role_name = Ops
[sso-session corp]
sso_region = us-east-1
sso_start_url = ${START}
[profile login]
login_session = arn:aws:iam::111122223333:user/alice
[profile nothing]
region = us-east-1
`;

beforeAll(async () => {
  sandbox = await startSandbox();
  services = await startOtherServices(sandbox.url);
  writeFileSync(join(home, 'config'), CONFIG);
  writeFileSync(join(home, 'token'), 'good');
  writeFileSync(join(home, 'policy.yml'), 'version: 1\nregions: [us-east-1]\ndesired: { status: ENABLED }\n');
});
beforeEach(() => {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  services.asked.length = 0;
  sandbox.reset(
    parseWorld('accounts: { "111122223333": {}, "444455556666": {}, "222233334444": {}, "777788889999": {} }', 'world'),
  );
});
afterAll(async () => {
  services.close();
  await sandbox.close();
});

function check(env: Record<string, string>, args: readonly string[] = []): Promise<Ran> {
  return warden(['check', ...args], {
    cwd: home,
    env: {
      HOME: home,
      AWS_CONFIG_FILE: 'config',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ENDPOINT_URL_STS: services.url,
      AWS_ENDPOINT_URL_SSO: services.url,
      AWS_ENDPOINT_URL_SSO_OIDC: services.url,
      ...env,
    },
  });
}

/** A login as `aws sso login` leaves it. */
function logIn(to: string, token: object): void {
  const name = createHash('sha1').update(to).digest('hex');
  const file = {
    startUrl: START,
    region: 'us-east-1',
    expiresAt: '2999-01-01T00:00:00Z',
    accessToken: 'good',
    ...token,
  };
  writeFileSync(join(CACHE, `${name}.json`), JSON.stringify(file));
}

/** The account as which Macie was asked. */
async function accountOf(env: Record<string, string>, args: readonly string[] = []): Promise<string | null> {
  const { stderr } = await check(env, args);
  return sandbox.calls.find(({ service }) => service === 'macie2')?.accountId ?? stderr;
}

const KEYS = { AWS_ACCESS_KEY_ID: '777788889999', AWS_SECRET_ACCESS_KEY: 'x' };
const TOKEN = { AWS_WEB_IDENTITY_TOKEN_FILE: 'token', AWS_ROLE_ARN: 'arn:aws:iam::222233334444:role/Web' };

describe('whose credentials they are', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a role and the keys of another profile', { AWS_PROFILE: 'role' }, '444455556666'],
    ['a role by a role', { AWS_PROFILE: 'role-of-role' }, '222233334444'],
    ['a role and the keys of the same profile', { AWS_PROFILE: 'of-itself' }, '444455556666'],
    ['a program', { AWS_PROFILE: 'process' }, '444455556666'],
    ['a token file of the profile', { AWS_PROFILE: 'web' }, '444455556666'],
    ['a token file of the environment', TOKEN, '222233334444'],
    ['keys of the environment before its token file', { ...TOKEN, ...KEYS }, '777788889999'],
    ['a role of the profile before the token file', { ...TOKEN, AWS_PROFILE: 'role' }, '444455556666'],
    ['the token file before keys of the profile', { ...TOKEN, AWS_PROFILE: 'keys' }, '222233334444'],
  ])('%s', async (_, env, account) => {
    expect(await accountOf(env)).toBe(account);
  });

  test('--profile before all that the environment holds', async () => {
    expect(await accountOf({ ...TOKEN, ...KEYS }, ['--profile', 'process'])).toBe('444455556666');
  });

  test.each(['sso', 'old-sso'])('a login of SSO: %s', async (profile) => {
    logIn(profile === 'sso' ? 'corp' : START, {});
    expect(await accountOf({ AWS_PROFILE: profile })).toBe('444455556666');
    expect(services.asked.filter((operation) => operation === 'GetRoleCredentials')).toHaveLength(1);
  });

  test('a login that has ended is renewed, if it can be', async () => {
    const registration = { clientId: 'c', clientSecret: 's', registrationExpiresAt: '2999-01-01T00:00:00Z' };
    logIn('corp', { accessToken: 'old', expiresAt: '2001-01-01T00:00:00Z', refreshToken: 'r', ...registration });
    expect(await accountOf({ AWS_PROFILE: 'sso' })).toBe('444455556666');
    expect(services.asked).toContain('CreateToken');
  });

  test('a role by a login of SSO', async () => {
    logIn('corp', {});
    expect(await accountOf({ AWS_PROFILE: 'role-of-sso' })).toBe('222233334444');
  });
});

describe('no credentials: one sentence with the next step', () => {
  const NOT_LOGGED_IN = 'the SSO login has ended, or there was none: run aws sso login --profile';

  test.each<[string, object | null, string]>([
    ['sso', null, `profile sso: ${NOT_LOGGED_IN} sso`],
    ['old-sso', null, `profile old-sso: ${NOT_LOGGED_IN} old-sso`],
    ['sso', { expiresAt: '2001-01-01T00:00:00Z' }, `profile sso: ${NOT_LOGGED_IN} sso`],
    ['old-sso', { expiresAt: '2001-01-01T00:00:00Z' }, `profile old-sso: ${NOT_LOGGED_IN} old-sso`],
    ['sso', { accessToken: 'revoked' }, `profile sso: ${NOT_LOGGED_IN} sso`],
    ['role-of-sso', null, `profile sso: ${NOT_LOGGED_IN} sso`],
    [
      'sso-forbidden',
      {},
      'profile sso-forbidden: SSO gives you no role Forbidden in account 444455556666 (ForbiddenException: No access)',
    ],
  ])('%s with the login %j', async (profile, token, sentence) => {
    if (token !== null) logIn(profile === 'old-sso' ? START : 'corp', token);
    expect(await check({ AWS_PROFILE: profile })).toEqual({
      code: 3,
      stdout: '',
      stderr: `macie-warden: ${sentence}\n`,
    });
  });

  test.each<[string, string | RegExp]>([
    ['half', 'aws_access_key_id is set and aws_secret_access_key is not: set both or neither'],
    ['circle', 'source_profile leads in a circle: circle, circle-2, circle'],
    ['no-source', 'role_arn needs source_profile or credential_source: add one'],
    ['two-sources', 'source_profile and credential_source exclude each other: remove one'],
    ['odd-source', /^credential_source: expected one of Environment, .*, found "environment"$/],
    ['lost-source', 'source_profile names "nobody", which is not in config or /dev/null'],
    ['not-a-role', /^its role could not be assumed \(ValidationError: Ops is invalid\)$/],
    [
      'mfa',
      /^its role needs a code of the MFA device \S+mfa\/alice, and there is no terminal to ask on\. Run it on one/,
    ],
    ['failing-process', 'credential_process gave no credentials: no vault here'],
    ['silent-process', 'credential_process gave no credentials: it failed and wrote nothing to stderr'],
    ['odd-process', 'credential_process gave no credentials: it returned invalid JSON.'],
    ['web-lost', 'web_identity_token_file: the file none cannot be read (ENOENT)'],
    ['web-refused', 'its role could not be assumed (InvalidIdentityTokenException: Incorrect token audience)'],
    ['web-half', 'web_identity_token_file needs role_arn: add it'],
    ['half-sso', 'SSO needs sso_account_id and sso_role_name as well: run aws configure sso --profile half-sso'],
    ['lost-sso', 'sso_session names "nowhere", which is not in config'],
    ['login', 'the login has ended, or there was none: run aws login --profile login'],
  ])('profile %s', async (profile, sentence) => {
    const ran = await check({ AWS_PROFILE: profile });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(/^macie-warden: [^\n]*\n$/);
    const [, told = ''] = ran.stderr.trim().split(`profile ${profile}: `);
    expect(told).toMatch(typeof sentence === 'string' ? new RegExp(`^${RegExp.escape(sentence)}$`) : sentence);
    expect(sandbox.calls.filter(({ service }) => service === 'macie2')).toEqual([]);
  });

  test('a profile that has none, on a machine that has none', async () => {
    const { stderr } = await check({ AWS_PROFILE: 'nothing' });
    expect(stderr).toMatch(
      /^macie-warden: profile nothing has no credentials, and neither has this machine \(.*\)\. Log in/,
    );
  });

  test.each<[Record<string, string>, string]>([
    [
      { ...KEYS, AWS_ACCESS_KEY_ID: '777788889999 ' },
      'AWS_ACCESS_KEY_ID: there is white space in it: set it again without',
    ],
    [{ ...KEYS, AWS_SESSION_TOKEN: 'x\n' }, 'AWS_SESSION_TOKEN: there is white space in it: set it again without'],
    [{ AWS_WEB_IDENTITY_TOKEN_FILE: 'token' }, 'AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not: set both'],
    [
      { ...TOKEN, AWS_WEB_IDENTITY_TOKEN_FILE: 'none' },
      'AWS_WEB_IDENTITY_TOKEN_FILE: the file none cannot be read (ENOENT)',
    ],
    [
      { ...TOKEN, AWS_WEB_IDENTITY_TOKEN_FILE: 'config' },
      'AWS_WEB_IDENTITY_TOKEN_FILE: arn:aws:iam::222233334444:role/Web could not be assumed (InvalidIdentityTokenException: Incorrect token audience)',
    ],
  ])('%j', async (env, sentence) => {
    expect(await check(env)).toEqual({ code: 3, stdout: '', stderr: `macie-warden: ${sentence}\n` });
  });

  test('so it is for a command that asks no account first', async () => {
    const env = { HOME: home, AWS_CONFIG_FILE: 'config', AWS_REGION: 'us-east-1', AWS_PROFILE: 'sso' };
    expect(await warden(['history'], { cwd: home, env })).toEqual({
      code: 3,
      stdout: '',
      stderr: `macie-warden: profile sso: ${NOT_LOGGED_IN} sso\n`,
    });
  });
});
