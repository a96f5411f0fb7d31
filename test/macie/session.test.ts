import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Macie2Client } from '@aws-sdk/client-macie2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { assess } from '../../lib/core/compliance/assess.ts';
import type { Observation } from '../../lib/core/observation.ts';
import { nameHosts } from '../../lib/aws/request-host.ts';
import { readSession, writeSession } from '../../lib/macie/session.ts';
import { MACIE_ANSWERS, type MacieAnswer } from '../fixtures/macie-answers.ts';

/** A server that is not the sandbox: it answers exactly what it is told to, whatever it is asked. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[] = [];
let server: Server;
let client: Macie2Client;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${body}`.trim());
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

function clientOf(endpoint: string): Macie2Client {
  const requestHandler = new NodeHttpHandler({ requestTimeout: 300, throwOnRequestTimeout: true });
  nameHosts(requestHandler);
  return new Macie2Client({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'x' },
    requestHandler,
    maxAttempts: 1,
  });
}

afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const call = () => ({ client, region: 'eu-west-1', signal: AbortSignal.timeout(5000), clientToken: 'token-1' });

function reply({ status, headers, body }: Pick<MacieAnswer, 'status' | 'headers' | 'body'>): typeof answer {
  return (_, response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

describe('an answer to GetMacieSession', () => {
  test.each(MACIE_ANSWERS.map((one) => [one.name, one] as const))('%s', async (_, fixture) => {
    answer = reply(fixture);
    const seen = await readSession(call());
    expect(seen.kind).toBe(fixture.kind);
    expect('reason' in seen ? seen.reason : undefined).toBe(fixture.reason);
    expect(seen.kind === 'values' ? seen.values['status'] : undefined).toBe(fixture.session);
    expect('detail' in seen ? seen.detail : '').toMatch(fixture.says ?? /(?:)/);
  });

  test('that never comes is a time-out', async () => {
    answer = () => undefined;
    expect(await readSession(call())).toMatchObject({ kind: 'unknown', reason: 'timeout' });
  });

  test('that is a reset connection is a network failure', async () => {
    answer = (request) => request.socket.resetAndDestroy();
    expect(await readSession(call())).toMatchObject({
      kind: 'unknown',
      reason: 'network',
      detail: 'macie2:GetMacieSession in eu-west-1: the connection to 127.0.0.1 failed (ECONNRESET)',
    });
  });

  test('whose body stops in the middle is a network failure', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"status":');
      setTimeout(() => request.socket.destroy(), 20);
    };
    expect(await readSession(call())).toMatchObject({ kind: 'unknown', reason: 'network' });
  });

  test('from where nobody listens is a network failure', async () => {
    const elsewhere = clientOf('http://127.0.0.1:1');
    const seen = await readSession({ ...call(), client: elsewhere });
    expect(seen).toMatchObject({ kind: 'unknown', reason: 'network', detail: expect.stringContaining('ECONNREFUSED') });
  });

  test('is not asked for without credentials', async () => {
    const credentials = async (): Promise<never> => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const without = new Macie2Client({ endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', credentials });
    expect(await readSession({ ...call(), client: without })).toMatchObject({ kind: 'unknown', reason: 'credentials' });
  });
});

test.each([7, true, { a: 1 }, ['ONE_HOUR'], '', null, 'x'.repeat(2049)])(
  'shows no value where AWS sends %j for a text',
  async (odd) => {
    const body = JSON.stringify({ status: 'ENABLED', findingPublishingFrequency: odd, serviceRole: odd });
    answer = reply({ status: 200, body });
    const reading = await readSession(call());
    expect(reading).toMatchObject({
      kind: 'values',
      values: { status: 'ENABLED', findingPublishingFrequency: null, serviceRole: null },
    });
    const observations = { session: reading as Observation };
    const desired = { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' };
    const { unknowns, drifts } = assess({
      target: { accountId: '111122223333', region: 'eu-west-1' },
      observations,
      policy: { desired, remediation: 'enforce', waivers: [] },
    });
    expect([unknowns.length, drifts]).toEqual([1, []]);
  },
);

test('reports a session as AWS showed it', async () => {
  answer = reply({
    status: 200,
    body: JSON.stringify({
      status: 'PAUSED',
      findingPublishingFrequency: 'ONE_HOUR',
      updatedAt: '2026-11-24T09:00:00.000Z',
    }),
  });
  expect(await readSession(call())).toEqual({
    kind: 'values',
    values: {
      status: 'PAUSED',
      findingPublishingFrequency: 'ONE_HOUR',
      serviceRole: null,
      createdAt: null,
      updatedAt: '2026-11-24T09:00:00.000Z',
    },
  });
});

const RESUME = { group: 'session', kind: 'update', values: { status: 'ENABLED' } };

describe('a write to the session', () => {
  test('sends no status but ENABLED and no frequency that the API does not know', async () => {
    asked = [];
    answer = reply({ status: 200, body: '{}' });
    const values = { status: 'PAUSED', findingPublishingFrequency: 'DAILY' };
    await writeSession({ group: 'session', kind: 'update', values }, call());
    await writeSession({ group: 'session', kind: 'enable', values }, call());
    expect(asked).toEqual([
      'PATCH /macie {"status":"ENABLED"}',
      'POST /macie {"clientToken":"token-1","status":"ENABLED"}',
    ]);
  });

  test('sends status and frequency when it enables', async () => {
    asked = [];
    answer = reply({ status: 200, body: '{}' });
    const sent = { group: 'session', kind: 'enable', values: { findingPublishingFrequency: 'ONE_HOUR' } };
    expect(await writeSession(sent, call())).toEqual({ kind: 'accepted' });
    expect(asked).toEqual([
      'POST /macie {"clientToken":"token-1","findingPublishingFrequency":"ONE_HOUR","status":"ENABLED"}',
    ]);
  });

  test('sends one call to resume and set the frequency', async () => {
    asked = [];
    answer = reply({ status: 200, body: '{}' });
    const sent = {
      group: 'session',
      kind: 'update',
      values: { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' },
    };
    expect(await writeSession(sent, call())).toEqual({ kind: 'accepted' });
    expect(asked).toEqual(['PATCH /macie {"findingPublishingFrequency":"ONE_HOUR","status":"ENABLED"}']);
  });

  const refused = (reason: string) => ({ kind: 'refused', reason });
  const unclear = (reason: string) => ({ kind: 'unclear', reason });
  test.each([
    ['already enabled', 409, 'ConflictException', 'Macie has already been enabled', { kind: 'already-enabled' }],
    ['denied', 403, 'AccessDeniedException', 'not authorized', refused('access-denied')],
    ['not enabled', 403, 'AccessDeniedException', 'Macie is not enabled', refused('access-denied')],
    ['throttled', 429, 'ThrottlingException', 'Rate exceeded', refused('throttled')],
    ['bad credentials', 403, 'UnrecognizedClientException', 'no', refused('credentials')],
    ['refused input', 400, 'ValidationException', 'what?', refused('service-error')],
    ['another conflict', 409, 'ConflictException', 'busy', refused('service-error')],
    ['a server error', 500, 'InternalServerException', 'oops', unclear('service-error')],
  ])('%s', async (_, status, type, text, expected) => {
    answer = reply({ status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ message: text }) });
    expect(await writeSession(RESUME, call())).toMatchObject(expected);
  });

  const IAM = 'User: x is not authorized to perform: macie2:UpdateMacieSession with an explicit deny';
  const FREQUENCY = { group: 'session', kind: 'update', values: { findingPublishingFrequency: 'ONE_HOUR' } };
  const ENABLE = { group: 'session', kind: 'enable', values: { findingPublishingFrequency: 'ONE_HOUR' } };
  test.each([
    ['denied by Macie', RESUME, 403, 'AccessDeniedException', 'The request failed', true],
    ['in conflict', RESUME, 409, 'ConflictException', 'The request failed', true],
    ['refused as invalid', RESUME, 400, 'ValidationException', 'The request failed', true],
    ['denied by IAM', RESUME, 403, 'AccessDeniedException', IAM, false],
    ['throttled', RESUME, 429, 'ThrottlingException', 'Rate exceeded', false],
    ['failed', RESUME, 500, 'InternalServerException', 'oops', false],
    ['a frequency that is denied', FREQUENCY, 403, 'AccessDeniedException', 'The request failed', false],
    ['an enabling that is denied', ENABLE, 403, 'AccessDeniedException', 'The request failed', false],
  ])(
    'names membership as a likely cause of a resuming that Macie refuses: %s',
    async (_, write, status, type, message, isNamed) => {
      answer = reply({ status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ message }) });
      const got = await writeSession(write, call());
      expect('detail' in got && got.detail.includes('only its Macie administrator can resume it')).toBe(isNamed);
    },
  );

  test('calls a lost answer unclear, not refused', async () => {
    answer = (request) => request.socket.resetAndDestroy();
    expect(await writeSession(RESUME, call())).toMatchObject(unclear('network'));
  });
});
