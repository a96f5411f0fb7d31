import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GetMacieSessionCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});

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

  test('empty and unknown-enum replace a successful answer', async () => {
    sandbox.reset(withFault('{ kind: empty }'));
    expect((await clientsOf(sandbox).macie.send(get)).status).toBeUndefined();
    sandbox.reset(withFault('{ kind: unknown-enum }'));
    expect((await clientsOf(sandbox).macie.send(get)).status).toBe('SLEEPING');
  });

  test('hang keeps the client waiting until it gives up', async () => {
    sandbox.reset(withFault('{ kind: hang }'));
    await expect(clientsOf(sandbox).macie.send(get, { abortSignal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('times limits a fault per Region, and match limits it to Regions and operations', async () => {
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

  test('write-lost accepts a write and drops it', async () => {
    sandbox.reset(withFault('{ kind: write-lost }'));
    const { macie } = clientsOf(sandbox);
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    expect((await macie.send(get)).status).toBe('ENABLED');
  });

  test('write-lag lets reads return the old session for a while', async () => {
    sandbox.reset(withFault('{ kind: write-lag, reads: 2 }'));
    const { macie } = clientsOf(sandbox);
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    const seen = [await macie.send(get), await macie.send(get), await macie.send(get)];
    expect(seen.map(({ status }) => status)).toEqual(['ENABLED', 'ENABLED', 'PAUSED']);
  });

  test('slow delays the answer until the client may give up', async () => {
    sandbox.reset(withFault('{ kind: slow, ms: 1 }'));
    expect((await clientsOf(sandbox).macie.send(get)).status).toBe('ENABLED');
    sandbox.reset(withFault('{ kind: slow, ms: 60000 }'));
    await expect(clientsOf(sandbox).macie.send(get, { abortSignal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('reset runs the operation and logs the call without an answer', async () => {
    sandbox.reset(withFault('{ kind: reset, match: { operations: ["macie2:Update*"] } }'));
    const { macie } = clientsOf(sandbox);
    await expect(macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(sandbox.calls).toMatchObject([{ operation: 'UpdateMacieSession', status: 0, errorCode: 'reset' }]);
    expect((await macie.send(get)).status).toBe('PAUSED');
  });

  test('deny with the account of a role denies AssumeRole to every caller', async () => {
    sandbox.reset(withFault('{ kind: deny, match: { accounts: ["444455556666"], operations: [AssumeRole] } }'));
    const { sts } = clientsOf(sandbox);
    const assume = (account: string) =>
      sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: 'warden' }));
    await expect(assume('444455556666')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        'is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/reader',
      ),
    });
    expect((await assume('777788889999')).AssumedRoleUser?.Arn).toContain('777788889999');
  });

  test('a fault for an unknown operation is rejected', () => {
    expect(() => sandbox.reset(withFault('{ kind: deny, match: { operations: [GetMacieSesion] } }'))).toThrow(
      /^A fault is for GetMacieSesion, which matches no operation; there are account:ListRegions, /,
    );
  });
});
