import { describe, expect, test } from '@jest/globals';
import dns from 'node:dns';
import { getSystemErrorMap } from 'node:util';
import { classifyError } from '../../lib/aws/classify.ts';

const call = { operation: 'macie2:GetMacieSession', region: 'eu-west-1' };
const HOST = 'macie2.eu-west-1.amazonaws.com';
const failed = (code: string | undefined, message = 'said', over: object = {}): Error =>
  Object.assign(new Error(message), { ...(code === undefined ? {} : { code }), hostname: HOST, ...over });
const TIMEOUTS = new Set(['ETIMEDOUT', 'ETIMEOUT']);

const ERRNO = [...getSystemErrorMap().values()].map(([name]) => name).filter((name) => name.startsWith('E'));
const DNS = Object.values(dns).flatMap((code) => (typeof code === 'string' && /^E[A-Z]/.test(code) ? [code] : []));
const EAI = ['EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'EAI_MEMORY', 'EAI_SYSTEM'];
const TLS = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CRL_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERR_OSSL_EVP_UNSUPPORTED',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const SOCKETS = [
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_SOCKET_CLOSED',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_CONSTANT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
];

describe('a call that never reached AWS', () => {
  test.each([...new Set([...ERRNO, ...DNS, ...EAI, ...TLS, ...SOCKETS])])(
    '%s names the host and the Region',
    (code) => {
      const reason = TIMEOUTS.has(code) || code.endsWith('TIMEOUT') ? 'timeout' : 'network';
      const meaning = classifyError(failed(code), call);
      expect(meaning).toMatchObject({ kind: 'failure', reason });
      const detail = 'detail' in meaning ? meaning.detail : '';
      expect(detail).toContain(HOST);
      expect(detail).toContain('eu-west-1');
      expect(detail).not.toContain('answered');
    },
  );

  test.each([
    ['an agent for proxies', 'tunneling socket could not be established, statusCode=407'],
    ['another one', 'Proxy connection ended before receiving CONNECT response'],
    ['undici', 'Proxy response (502) !== 200 when HTTP Tunneling'],
    ['a closed socket', 'socket hang up'],
    ['OpenSSL', 'error:0A00010B:SSL routines:ssl3_get_record:wrong version number'],
    ['fetch', 'fetch failed'],
  ])('is recognised without a code: %s', (_, message) => {
    expect(classifyError(failed(undefined, message), call)).toMatchObject({ reason: 'network' });
  });

  test.each([
    ['EMFILE', /could not be opened \(EMFILE\): check the open files/],
    ['CERT_HAS_EXPIRED', /is not trusted or not TLS \(CERT_HAS_EXPIRED: said\): check the clock/],
    ['EAI_AGAIN', /the name macie2\.eu-west-1\.amazonaws\.com could not be resolved \(EAI_AGAIN\): check DNS/],
  ])('%s has a next step', (code, expected) => {
    expect(classifyError(failed(code), call)).toMatchObject({ detail: expect.stringMatching(expected) });
  });

  test('is not one whose answer has a field of that name', () => {
    const typed = failed('EXPIRED', 'no', { name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    expect(classifyError(typed, call)).toMatchObject({ reason: 'service-error' });
  });

  test('may lack credentials because their source could not be reached', () => {
    const cause = failed('ECONNREFUSED');
    const thrown = Object.assign(new Error('no metadata', { cause }), { name: 'CredentialsProviderError' });
    expect(classifyError(thrown, call)).toMatchObject({ reason: 'credentials' });
  });

  test('is not said to have answered when the program failed', () => {
    const meaning = classifyError(new TypeError('Invalid URL'), call);
    expect(meaning).toMatchObject({ detail: expect.stringMatching(/failed before an answer of AWS could be read/) });
  });
});

test('the hint of the SDK for programmers is not shown', () => {
  const hint =
    'Unexpected token\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';
  const meaning = classifyError(Object.assign(new SyntaxError(hint), { $metadata: { httpStatusCode: 200 } }), call);
  expect(meaning).toMatchObject({ detail: expect.stringMatching(/\(HTTP 200\): SyntaxError: Unexpected token$/) });
});

test.each([
  'a. Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object. b',
  'a. Deserialization error: to see the raw response inspect {error}.$response. b',
])('nor in other words, and the text around it is kept: %s', (said) => {
  const meaning = classifyError(Object.assign(new TypeError(said), { $response: { statusCode: 200 } }), call);
  expect(meaning).toMatchObject({ detail: expect.stringMatching(/: TypeError: a\. b$/) });
});

test.each(["'", '\u2018', '\u2019', '\u02BC', '\u2032', '\uFF07', '`'])(
  'Macie is off with any apostrophe: %s',
  (mark) => {
    const message = `The request failed because Macie isn${mark}t enabled in the specified AWS Region.`;
    const thrown = Object.assign(new Error(message), { name: 'AccessDeniedException' });
    expect(classifyError(thrown, call)).toEqual({ kind: 'not-enabled' });
  },
);
