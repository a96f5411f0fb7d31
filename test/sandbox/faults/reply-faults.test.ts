import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { clientsOf } from '../values.ts';
import { get, withFault } from './faulty-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

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
