import { describe, expect, test } from '@jest/globals';
import { proxiesOf, proxyTo } from '../../lib/aws/proxies.ts';

const TO = { protocol: 'https:', hostname: 'sts.us-east-1.amazonaws.com' };

describe('proxiesOf', () => {
  test.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    [{ https_proxy: 'http://q:2', HTTPS_PROXY: 'http://p:1' }, 'http://q:2'],
    [{ https_proxy: '', HTTPS_PROXY: 'http://p:1' }, null],
    [{ HTTPS_PROXY: 'p:1' }, 'http://p:1'],
    [{ HTTPS_PROXY: '//p:1' }, 'http://p:1'],
    [{ HTTPS_PROXY: ' https://p:1 ' }, 'https://p:1'],
    [{ HTTP_PROXY: 'http://p:1' }, null],
    // The AWS CLI does not know it either.
    [{ ALL_PROXY: 'http://p:1' }, null],
  ])('%j', (env, https) => {
    expect(proxiesOf(env).https).toBe(https);
  });
});

describe('NO_PROXY', () => {
  test.each<[string, boolean]>([
    ['', true],
    ['amazonaws.com', false],
    ['.amazonaws.com', false],
    ['*.amazonaws.com', false],
    ['AMAZONAWS.COM', false],
    ['other.com, amazonaws.com ,', false],
    ['sts.us-east-1.amazonaws.com', false],
    ['sts.us-east-1.amazonaws.com:443', false],
    ['sts.us-east-1.amazonaws.com:8443', true],
    ['naws.com', true],
    ['us-east-1', true],
    ['*', false],
  ])('%j', (NO_PROXY, isProxied) => {
    const proxies = proxiesOf({ HTTPS_PROXY: 'http://p:1', NO_PROXY });
    expect(proxyTo(TO, proxies)).toBe(isProxied ? 'http://p:1' : null);
  });

  test.each(['localhost', '127.0.0.1', '127.8.9.1', '[::1]', 'api.localhost'])('%s is never proxied', (hostname) => {
    expect(proxyTo({ protocol: 'http:', hostname, port: 80 }, proxiesOf({ HTTP_PROXY: 'http://p:1' }))).toBeNull();
  });
});
