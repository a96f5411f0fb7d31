import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { startProxy } from './local-proxy.ts';
import { warden, type Ran } from './warden.ts';

let sandbox: Sandbox;
/** Another AWS: a call that comes here went the wrong way. */
let other: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'endpoints-'));
const WORLD = 'accounts: { "111122223333": { sessions: { eu-west-1: {} } } }';
const KEYS = { AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1' };

beforeAll(async () => {
  [sandbox, other] = await Promise.all([startSandbox(), startSandbox()]);
  writeFileSync(
    join(cwd, 'config'),
    `
[profile all]
endpoint_url = ${sandbox.url}
[profile some]
services = local
endpoint_url = ${other.url}
[services local]
macie2 =
  endpoint_url = ${sandbox.url}
sts =
  endpoint_url = ${sandbox.url}
[profile ignoring]
endpoint_url = ${sandbox.url}
ignore_configured_endpoint_urls = True
[profile dangling]
services = none
[profile odd]
endpoint_url = localhost
[profile fips]
use_fips_endpoint = true
[profile once]
max_attempts = 1
`,
  );
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\nregions: [eu-west-1]\ndesired: { status: ENABLED }\n');
});
beforeEach(() => {
  sandbox.reset(parseWorld(WORLD, 'world'));
  other.reset(parseWorld(WORLD, 'world'));
});
afterAll(() => Promise.all([sandbox.close(), other.close()]));

/** No call leaves this machine: where AWS itself is meant, nobody listens at the proxy. */
const NO_AWS = { HTTPS_PROXY: 'http://127.0.0.1:9' };
const WENT_TO_AWS = 'macie-warden: nothing listens on 127.0.0.1:9: check the proxy, or the endpoint that is set\n';

function check(env: Record<string, string>, args: readonly string[] = []): Promise<Ran> {
  return warden(['check', ...args], { cwd, env: { ...KEYS, ...NO_AWS, AWS_CONFIG_FILE: 'config', ...env } });
}

describe('which URL is called', () => {
  test.each<[string, readonly string[], () => Record<string, string>]>([
    ['AWS_ENDPOINT_URL', [], () => ({ AWS_ENDPOINT_URL: sandbox.url })],
    [
      'that of one service before that of all',
      [],
      () => ({
        AWS_ENDPOINT_URL: other.url,
        AWS_ENDPOINT_URL_MACIE2: sandbox.url,
        AWS_ENDPOINT_URL_STS: sandbox.url,
      }),
    ],
    ['an empty one of a service is none', [], () => ({ AWS_ENDPOINT_URL: sandbox.url, AWS_ENDPOINT_URL_MACIE2: '' })],
    ['a URL with spaces around', [], () => ({ AWS_ENDPOINT_URL: ` ${sandbox.url} ` })],
    ['endpoint_url of AWS_PROFILE', [], () => ({ AWS_PROFILE: 'all' })],
    ['endpoint_url of AWS_DEFAULT_PROFILE', [], () => ({ AWS_DEFAULT_PROFILE: 'all' })],
    ['services of AWS_PROFILE', [], () => ({ AWS_PROFILE: 'some' })],
    ['a variable before the profile', [], () => ({ AWS_PROFILE: 'odd', AWS_ENDPOINT_URL: sandbox.url })],
    ['false is not ignoring', [], () => ({ AWS_PROFILE: 'all', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'False' })],
    [
      'a variable that stops ignoring before the profile',
      [],
      () => ({ AWS_PROFILE: 'ignoring', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }),
    ],
  ])('%s', async (_, args, env) => {
    expect(await check(env(), args)).toMatchObject({ code: 0, stderr: '' });
    expect(sandbox.calls.map(({ operation }) => operation).toSorted()).toEqual([
      'GetCallerIdentity',
      'GetMacieSession',
    ]);
    expect(other.calls).toEqual([]);
  });

  test('--endpoint-url before every variable', async () => {
    const env = {
      AWS_ENDPOINT_URL: other.url,
      AWS_ENDPOINT_URL_MACIE2: other.url,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    };
    expect(await check(env, ['--endpoint-url', sandbox.url])).toMatchObject({ code: 0 });
    expect(other.calls).toEqual([]);
  });

  test('--profile: its keys, and its URL', async () => {
    writeFileSync(join(cwd, 'credentials'), '[all]\naws_access_key_id = 111122223333\naws_secret_access_key = x\n');
    const env = { AWS_SHARED_CREDENTIALS_FILE: 'credentials' };
    expect(await check(env, ['--profile', 'all'])).toMatchObject({ code: 0, stderr: '' });
    expect(sandbox.calls).toHaveLength(2);
  });

  test.each([
    ['true', {}],
    ['TRUE', {}],
    ['', { AWS_PROFILE: 'ignoring' }],
  ])('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=%s leads to AWS', async (value, env) => {
    const ran = await check({
      AWS_ENDPOINT_URL: 'AWS_PROFILE' in env ? '' : sandbox.url,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: value,
      ...env,
    });
    expect(ran).toMatchObject({ code: 3, stderr: WENT_TO_AWS });
    expect(sandbox.calls).toEqual([]);
  });
});

describe('what cannot be meant is one sentence', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ AWS_ENDPOINT_URL: 'localhost:4566' }, /^AWS_ENDPOINT_URL: expected a URL such as .*, found "localhost:4566"$/],
    [{ AWS_ENDPOINT_URL: ' ' }, /^AWS_ENDPOINT_URL: expected a URL such as .*, found " "$/],
    [{ AWS_ENDPOINT_URL: 'http://' }, /^AWS_ENDPOINT_URL: expected a URL/],
    [{ AWS_ENDPOINT_URL: 'ftp://127.0.0.1' }, /^AWS_ENDPOINT_URL: expected a URL/],
    [{ AWS_ENDPOINT_URL_MACIE2: '127.0.0.1:4566' }, /^AWS_ENDPOINT_URL_MACIE2: expected a URL/],
    [{ AWS_PROFILE: 'odd' }, /^endpoint_url of profile odd: expected a URL such as .*, found "localhost"$/],
    [
      { AWS_PROFILE: 'dangling' },
      /^profile dangling: it names the section \[services none\], which config does not have$/,
    ],
    [
      { AWS_USE_FIPS_ENDPOINT: 'True', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      /^AWS_ENDPOINT_URL: a URL of your own and use_fips_endpoint exclude each other: unset one/,
    ],
    [{ AWS_MAX_ATTEMPTS: '0' }, /^AWS_MAX_ATTEMPTS: expected a number from 1 on, found "0"$/],
    [{ AWS_MAX_ATTEMPTS: 'many' }, /^AWS_MAX_ATTEMPTS: expected a number from 1 on, found "many"$/],
  ])('%j', async (env, message) => {
    const ran = await check(env);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(/^macie-warden: [^\n]*\n$/);
    expect(ran.stderr.trim().replace('macie-warden: ', '')).toMatch(message);
  });

  test('a URL that is ignored may be anything', async () => {
    const env = { AWS_ENDPOINT_URL: 'x', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    expect(await check(env)).toMatchObject({ stderr: WENT_TO_AWS });
  });
});

describe('FIPS endpoints', () => {
  test.each<[Record<string, string>, string]>([
    [{ AWS_USE_FIPS_ENDPOINT: 'true' }, 'sts-fips.us-east-1.amazonaws.com'],
    [{ AWS_USE_FIPS_ENDPOINT: 'TRUE' }, 'sts-fips.us-east-1.amazonaws.com'],
    [{ AWS_PROFILE: 'fips' }, 'sts-fips.us-east-1.amazonaws.com'],
    [{ AWS_PROFILE: 'fips', AWS_USE_FIPS_ENDPOINT: 'false' }, 'sts.us-east-1.amazonaws.com'],
    // As in the AWS CLI, nothing but the word is true.
    [{ AWS_USE_FIPS_ENDPOINT: 'yes' }, 'sts.us-east-1.amazonaws.com'],
    [{ AWS_USE_FIPS_ENDPOINT: '' }, 'sts.us-east-1.amazonaws.com'],
    [{ AWS_USE_DUALSTACK_ENDPOINT: 'True' }, 'sts.us-east-1.api.aws'],
  ])('%j', async (env, host) => {
    const strict = await startProxy({ http: 9, tls: 9, refuses: true });
    const ran = await check({ ...env, HTTPS_PROXY: strict.url });
    strict.close();
    expect(strict.asked.map((line) => line.split(' ')[1])).toContain(`${host}:443`);
    expect(ran.code).toBe(3);
  });
});

describe('how often a read is tried', () => {
  test.each<[Record<string, string>, number]>([
    [{ AWS_MAX_ATTEMPTS: '1' }, 1],
    [{ AWS_MAX_ATTEMPTS: '2' }, 2],
    [{ AWS_PROFILE: 'once' }, 1],
    [{ AWS_PROFILE: 'once', AWS_MAX_ATTEMPTS: '3' }, 3],
    [{ AWS_MAX_ATTEMPTS: '' }, 4],
  ])('%j: %d times', async (env, times) => {
    const fault = 'faults: [{ kind: server-error, match: { operations: [GetMacieSession] } }]';
    sandbox.reset(parseWorld(`${WORLD}\n${fault}`, 'world'));
    expect(await check({ ...env, AWS_ENDPOINT_URL: sandbox.url })).toMatchObject({ code: 2 });
    expect(sandbox.calls.filter(({ operation }) => operation === 'GetMacieSession')).toHaveLength(times);
  });
});
