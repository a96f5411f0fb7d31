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
