import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  GetMacieSessionCommand,
  ListFindingsCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../sandbox/server.ts';
import { parseWorld } from '../../sandbox/world.ts';
import { ACCOUNT, clientsOf } from './values.ts';

let sandbox: Sandbox;
let time = new Date('2026-11-24T09:00:00.000Z');
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});

describe('a session', () => {
  test('starts as not enabled, and nothing can be done to it', async () => {
    const { macie } = clientsOf(sandbox);
    const off = {
      name: 'AccessDeniedException',
      message: 'Macie is not enabled',
      $metadata: expect.objectContaining({ httpStatusCode: 403 }),
    };
    await expect(macie.send(get)).rejects.toMatchObject(off);
    await expect(macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }))).rejects.toMatchObject(off);
    await expect(macie.send(new DisableMacieCommand({}))).rejects.toMatchObject(off);
  });

  test('is enabled, paused, resumed and disabled', async () => {
    const { macie } = clientsOf(sandbox);
    await macie.send(new EnableMacieCommand({ findingPublishingFrequency: 'ONE_HOUR' }));
    expect(await macie.send(get)).toMatchObject({
      status: 'ENABLED',
      findingPublishingFrequency: 'ONE_HOUR',
      serviceRole: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
      createdAt: time,
      updatedAt: time,
    });

    const created = time;
    time = new Date('2026-11-24T10:00:00.000Z');
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    expect(await macie.send(get)).toMatchObject({
      status: 'PAUSED',
      findingPublishingFrequency: 'ONE_HOUR',
      createdAt: created,
      updatedAt: time,
    });
    await macie.send(new UpdateMacieSessionCommand({ status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' }));
    expect(await macie.send(get)).toMatchObject({ status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' });
    await macie.send(new DisableMacieCommand({}));
    await expect(macie.send(get)).rejects.toThrow('Macie is not enabled');
  });

  test('can only be enabled once, paused or not', async () => {
    const { macie } = clientsOf(sandbox);
    await macie.send(new EnableMacieCommand({ status: 'PAUSED' }));
    await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Macie has already been enabled',
    });
  });

  test('takes only the values that Macie knows', async () => {
    const { macie } = clientsOf(sandbox);
    const bad = new EnableMacieCommand({ findingPublishingFrequency: 'DAILY' as 'ONE_HOUR' });
    await expect(macie.send(bad)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(sandbox.session({ accountId: ACCOUNT, region: 'eu-west-1' })).toBeUndefined();
  });

  test('is of one account and one Region', async () => {
    await clientsOf(sandbox).macie.send(new EnableMacieCommand({}));
    await expect(clientsOf(sandbox, { region: 'eu-west-2' }).macie.send(get)).rejects.toThrow('Macie is not enabled');
    await expect(clientsOf(sandbox, { account: '444455556666' }).macie.send(get)).rejects.toThrow(
      'Macie is not enabled',
    );
  });
});

test('an opt-in Region that the account has not enabled rejects its credentials', async () => {
  const { macie } = clientsOf(sandbox, { region: 'me-south-1' });
  await expect(macie.send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  });
});

test('an access key that is no account is rejected', async () => {
  await expect(clientsOf(sandbox, { account: 'AKIAEXAMPLE' }).macie.send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});

test('what the sandbox does not offer says so', async () => {
  await expect(clientsOf(sandbox).macie.send(new ListFindingsCommand({}))).rejects.toThrow(
    /The sandbox has no macie2 POST \/findings; it has GetMacieSession/,
  );
});

test('calls are logged with who, where and what came of it', async () => {
  const { macie } = clientsOf(sandbox);
  await macie.send(get).catch(() => undefined);
  expect(sandbox.calls).toMatchObject([
    {
      seq: 1,
      service: 'macie2',
      operation: 'GetMacieSession',
      accountId: ACCOUNT,
      region: 'eu-west-1',
      status: 403,
      errorCode: 'AccessDeniedException',
    },
  ]);
  expect(sandbox.calls[0]?.userAgent).toContain('aws-sdk-js');
});

describe('faults', () => {
  const on = `accounts: { "${ACCOUNT}": { sessions: { "*": {} } } }`;
  const withFault = (fault: string) => parseWorld(`${on}\nfaults: [${fault}]`, 'world');

  test.each([
    [
      'deny',
      '{ kind: deny }',
      {
        name: 'AccessDeniedException',
        message: expect.stringContaining('because no identity-based policy allows the macie2:GetMacieSession action'),
      },
    ],
    [
      'scp-deny',
      '{ kind: scp-deny }',
      {
        name: 'AccessDeniedException',
        message: expect.stringContaining('with an explicit deny in a service control policy'),
      },
    ],
    ['throttle', '{ kind: throttle }', { name: 'ThrottlingException' }],
    [
      'server-error',
      '{ kind: server-error, status: 503 }',
      { $metadata: expect.objectContaining({ httpStatusCode: 503 }) },
    ],
    ['reset', '{ kind: reset }', { code: 'ECONNRESET' }],
    ['html', '{ kind: html }', { name: 'SyntaxError' }],
  ])('%s', async (_, fault, error) => {
    sandbox.reset(withFault(fault));
    await expect(clientsOf(sandbox).macie.send(get)).rejects.toMatchObject(error);
  });

  test('empty and unknown-enum are answers', async () => {
    sandbox.reset(withFault('{ kind: empty }'));
    expect((await clientsOf(sandbox).macie.send(get)).status).toBeUndefined();
    sandbox.reset(withFault('{ kind: unknown-enum }'));
    expect((await clientsOf(sandbox).macie.send(get)).status).toBe('SLEEPING');
  });

  test('hang waits for the client to give up', async () => {
    sandbox.reset(withFault('{ kind: hang }'));
    await expect(clientsOf(sandbox).macie.send(get, { abortSignal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('a number of times, for each Region of its own, and only where it matches', async () => {
    sandbox.reset(
      withFault('{ kind: throttle, times: 2, match: { regions: ["eu-*"], operations: [GetMacieSession] } }'),
    );
    for (const region of ['eu-west-1', 'eu-west-2']) {
      const { macie } = clientsOf(sandbox, { region });
      await expect(macie.send(get)).rejects.toThrow('Rate exceeded');
      await expect(macie.send(get)).rejects.toThrow('Rate exceeded');
      expect((await macie.send(get)).status).toBe('ENABLED');
    }
    expect((await clientsOf(sandbox, { region: 'us-east-1' }).macie.send(get)).status).toBe('ENABLED');
  });

  test('a write that is accepted and lost', async () => {
    sandbox.reset(withFault('{ kind: write-lost }'));
    const { macie } = clientsOf(sandbox);
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    expect((await macie.send(get)).status).toBe('ENABLED');
  });

  test('a write that shows late', async () => {
    sandbox.reset(withFault('{ kind: write-lag, reads: 2 }'));
    const { macie } = clientsOf(sandbox);
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    const seen = [await macie.send(get), await macie.send(get), await macie.send(get)];
    expect(seen.map(({ status }) => status)).toEqual(['ENABLED', 'ENABLED', 'PAUSED']);
  });
});

test.each([
  ['accounts: { "1": {} }', /world: accounts\.1: /],
  ['account: {}', /Unrecognized key/],
  [
    'accounts: { "111122223333": { sessions: { eu-west-1: { status: OFF } } } }',
    /accounts\.111122223333\.sessions\.eu-west-1\.status/,
  ],
  ['faults: [{ kind: explode }]', /faults\.0\.kind/],
  ['a: [', /world: /],
])('a world that is none is refused: %s', (yaml, message) => {
  expect(() => parseWorld(yaml, 'world')).toThrow(message);
});
