import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});
const withFault = (fault: string) =>
  parseWorld(`accounts: { "${ACCOUNT}": { sessions: { "*": {} } } }\nfaults: [${fault}]`, 'world');

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
