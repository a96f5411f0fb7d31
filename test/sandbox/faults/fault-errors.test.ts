import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { clientsOf } from '../values.ts';
import { get, withFault } from './faulty-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

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
])('%s fails the call', async (_, fault, error) => {
  sandbox.reset(withFault(fault));
  await expect(clientsOf(sandbox).macie.send(get)).rejects.toMatchObject(error);
});
