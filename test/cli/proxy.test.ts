import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { startProxy, startTlsFront, type LocalProxy, type TlsFront } from './local-proxy.ts';
import { warden, type Ran } from './warden.ts';

let sandbox: Sandbox;
let front: TlsFront;
let proxy: LocalProxy;
const cwd = mkdtempSync(join(tmpdir(), 'proxy-'));

beforeAll(async () => {
  sandbox = await startSandbox();
  const port = Number(new URL(sandbox.url).port);
  front = await startTlsFront(port);
  proxy = await startProxy({ http: port, tls: front.port });
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\nregions: [eu-west-1]\ndesired: { status: ENABLED }\n');
});
beforeEach(() => {
  sandbox.reset(
    parseWorld(
      'accounts: { "111122223333": { sessions: { eu-west-1: {} } }, "444455556666": { sessions: { eu-west-1: {} } } }',
      'world',
    ),
  );
  proxy.asked.length = 0;
});
afterAll(async () => {
  proxy.close();
  front.close();
  await sandbox.close();
});

function check(env: Record<string, string>): Promise<Ran> {
  return warden(['check'], {
    cwd,
    env: { AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1', ...env },
  });
}

const hosts = () => [...new Set(proxy.asked)].toSorted();

describe('HTTPS through a proxy', () => {
  const TUNNELS = ['CONNECT macie2.eu-west-1.amazonaws.com:443', 'CONNECT sts.us-east-1.amazonaws.com:443'];

  test.each(['HTTPS_PROXY', 'https_proxy'])('%s, with a CA bundle', async (name) => {
    expect(await check({ [name]: proxy.url, AWS_CA_BUNDLE: front.certificate })).toMatchObject({ code: 0, stderr: '' });
    expect(hosts()).toEqual(TUNNELS);
  });

  test('a proxy without a scheme, and with a password', async () => {
    const url = proxy.url.replace('http://', 'alice:p%40ss@');
    expect(await check({ HTTPS_PROXY: url, AWS_CA_BUNDLE: front.certificate })).toMatchObject({ code: 0 });
    const login = Buffer.from('alice:p@ss').toString('base64');
    expect(hosts()).toEqual(TUNNELS.map((tunnel) => `${tunnel} Basic ${login}`));
  });

  test('without the CA bundle the certificate is not trusted', async () => {
    const ran = await check({ HTTPS_PROXY: proxy.url });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/certificate/);
  });

  test('a proxy that refuses is no denial of AWS', async () => {
    const strict = await startProxy({ http: 9, tls: front.port, refuses: true });
    const ran = await check({ HTTPS_PROXY: strict.url, AWS_CA_BUNDLE: front.certificate });
    strict.close();
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(
      /^macie-warden: the proxy 127\.0\.0\.1:\d+ refuses to connect to sts\.us-east-1\.amazonaws\.com \(HTTP 407\)\n$/,
    );
  });

  test('a proxy that is not there is named', async () => {
    const ran = await check({ HTTPS_PROXY: 'http://127.0.0.1:9' });
    expect(ran.stderr).toBe(
      'macie-warden: nothing listens on 127.0.0.1:9: check the proxy, or the endpoint that is set\n',
    );
  });

  test('the calls that fetch credentials take it too', async () => {
    writeFileSync(
      join(cwd, 'config'),
      '[profile ops]\nrole_arn = arn:aws:iam::444455556666:role/Ops\nsource_profile = base\nregion = us-east-1\n[profile base]\naws_access_key_id = 111122223333\naws_secret_access_key = x\n',
    );
    const env = { AWS_ACCESS_KEY_ID: '', AWS_CONFIG_FILE: 'config', AWS_PROFILE: 'ops' };
    expect(await check({ HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: front.certificate, ...env })).toMatchObject({
      code: 0,
    });
    expect(sandbox.calls.map(({ operation }) => operation)).toContain('AssumeRole');
    expect(hosts()).toEqual(TUNNELS);
  });

  test('ca_bundle of the profile', async () => {
    // The SDK keeps a file that it has read.
    writeFileSync(join(cwd, 'config-ca'), `[default]\nca_bundle = ${front.certificate}\n`);
    expect(await check({ HTTPS_PROXY: proxy.url, AWS_CONFIG_FILE: 'config-ca' })).toMatchObject({ code: 0 });
  });
});

describe('HTTP through a proxy', () => {
  const AWS_ENDPOINT_URL = 'http://aws.example.test';

  test.each(['HTTP_PROXY', 'http_proxy'])('%s', async (name) => {
    expect(await check({ [name]: proxy.url, AWS_ENDPOINT_URL })).toMatchObject({ code: 0, stderr: '' });
    expect(hosts()).toEqual(['GET http://aws.example.test/macie', 'POST http://aws.example.test/']);
  });

  test.each(['127.0.0.1', 'localhost'])('%s is this machine: no proxy is asked', async (host) => {
    const url = sandbox.url.replace('127.0.0.1', host);
    expect(await check({ HTTP_PROXY: 'http://127.0.0.1:9', AWS_ENDPOINT_URL: url })).toMatchObject({ code: 0 });
  });

  test('NO_PROXY goes before the proxy', async () => {
    const ran = await check({ HTTP_PROXY: proxy.url, NO_PROXY: '.example.test', AWS_ENDPOINT_URL });
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringMatching(/aws\.example\.test/) });
    expect(proxy.asked).toEqual([]);
  });
});
