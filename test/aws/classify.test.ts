import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyError } from '../../lib/aws/classify.ts';

const call = { operation: 'macie2:GetMacieSession', region: 'eu-west-1' };
const error = (name: string, over: object = {}) => Object.assign(new Error('said'), { name, ...over });

describe('an error that was no answer', () => {
  test.each([
    ['a reset that the SDK calls a time-out', error('TimeoutError', { code: 'ECONNRESET' }), 'network'],
    ['a connect time-out', error('TimeoutError'), 'timeout'],
    ['a socket time-out', error('Error', { code: 'ETIMEDOUT' }), 'timeout'],
    ['our own signal', error('AbortError'), 'timeout'],
    ['every address failed', new AggregateError([error('Error', { code: 'ECONNREFUSED' })]), 'network'],
    ['the code is in the cause', error('Error', { cause: error('Error', { code: 'EHOSTUNREACH' }) }), 'network'],
    ['no credentials', error('CredentialsProviderError'), 'credentials'],
    ['DNS, where Macie is offered', error('Error', { code: 'ENOTFOUND' }), 'network'],
    ['a bug or an odd body', error('TypeError'), 'bad-response'],
    ['something thrown that is no error', 'oops', 'bad-response'],
    ['nothing thrown at all', undefined, 'bad-response'],
    ['an untyped 4xx', error('UnknownError', { $metadata: { httpStatusCode: 418 } }), 'bad-response'],
    [
      'a status known only from the response',
      error('SyntaxError', { $response: { statusCode: 502 } }),
      'service-error',
    ],
  ])('%s', (_, thrown, reason) => {
    expect(classifyError(thrown, call)).toMatchObject({ kind: 'failure', reason });
  });

  test('of DNS for the name of a proxy is no proof about a Region', () => {
    const unresolved = error('Error', { code: 'ENOTFOUND', hostname: 'proxy.example.com' });
    const failure = classifyError(unresolved, { ...call, region: 'ap-south-2' });
    expect(failure).toMatchObject({ reason: 'network', detail: expect.stringContaining('proxy.example.com') });
  });

  test('of DNS means region-unsupported where AWS does not offer Macie', () => {
    const failure = classifyError(error('Error', { code: 'ENOTFOUND' }), { ...call, region: 'ap-south-2' });
    expect(failure).toMatchObject({ reason: 'region-unsupported', detail: expect.stringContaining('ap-south-2') });
  });

  test('of DNS of another service means network', () => {
    const failure = classifyError(error('Error', { code: 'ENOTFOUND' }), {
      operation: 'ssm:GetParameter',
      region: 'ap-south-2',
    });
    expect(failure).toMatchObject({ reason: 'network' });
  });

  test('of STS that refuses a role means assume-role-denied', () => {
    const failure = classifyError(error('AccessDenied'), { ...call, operation: 'sts:AssumeRole' });
    expect(failure).toMatchObject({ reason: 'assume-role-denied', detail: 'said' });
  });

  test('of any kind is classified, in one line', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (thrown, text) => {
        for (const one of [thrown, error(text, { message: text, code: text, $metadata: thrown })]) {
          const failure = classifyError(one, call);
          expect('detail' in failure ? failure.detail.split('\n') : ['']).toHaveLength(1);
        }
      }),
    );
  });

  test('means that Macie is off only if Macie says so', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 200, max: 599 }), (name, httpStatusCode) => {
        fc.pre(name !== 'AccessDeniedException');
        const said = error(name, { message: 'Macie is not enabled', $metadata: { httpStatusCode } });
        expect(classifyError(said, call).kind).not.toBe('not-enabled');
      }),
    );
  });
});
