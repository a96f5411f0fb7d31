import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAdministrator } from '../../lib/macie/administrator.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

const ADMIN = '444455556666';
const signal = AbortSignal.timeout(60_000);
let answer = { status: 200, type: '', body: '' };
let server: Server;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  server = createServer((_, response) => {
    const { status, type, body } = answer;
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await sandbox.close();
});

describe('the administrator of an account', () => {
  test.each([
    [
      'a member',
      `{ administrator: '${ADMIN}', sessions: { '*': {} } }`,
      { kind: 'member', administrator: ADMIN, relationship: 'Enabled', by: 'organization' },
    ],
    ['a standalone account', "{ sessions: { '*': {} } }", { kind: 'none' }],
    ['an account without Macie', '{}', { kind: 'none' }],
  ])('of %s', async (_, account, expected) => {
    sandbox.reset(parseWorld(`accounts: { '${ACCOUNT}': ${account} }`, 'world'));
    expect(await readAdministrator({ client: clientsOf(sandbox).macie, region: 'eu-west-1', signal })).toEqual(
      expected,
    );
  });

  const member = (administrator: object | null) => ({ status: 200, type: '', body: JSON.stringify({ administrator }) });
  const refused = (status: number, type: string, message: string) => ({
    status,
    type,
    body: JSON.stringify({ message }),
  });
  test.each([
    ['paused', member({ accountId: ADMIN, relationshipStatus: 'Paused' }), { kind: 'member', relationship: 'Paused' }],
    ['invited only', member({ accountId: ADMIN, relationshipStatus: 'Invited' }), { kind: 'none' }],
    ['removed', member({ accountId: ADMIN, relationshipStatus: 'Removed' }), { kind: 'none' }],
    [
      'in a way that is new',
      member({ accountId: ADMIN, relationshipStatus: 'Merged' }),
      { kind: 'unknown', reason: 'bad-response', detail: expect.stringContaining('Merged') },
    ],
    [
      'of an invitation with an id',
      member({ accountId: ADMIN, relationshipStatus: 'Paused', invitationId: 'a1' }),
      { by: 'invitation' },
    ],
    [
      'of an invitation with a time',
      member({ accountId: ADMIN, relationshipStatus: 'Enabled', invitedAt: '2025-01-01T00:00:00.000Z' }),
      { by: 'invitation' },
    ],
    [
      'of an organization, with the fields of an invitation empty',
      member({ accountId: ADMIN, relationshipStatus: 'Paused', invitationId: '', invitedAt: null }),
      { kind: 'member', by: 'organization' },
    ],
    ['null', member(null), { kind: 'none' }],
    ['without an account', member({ relationshipStatus: 'Enabled' }), { kind: 'unknown', reason: 'bad-response' }],
    ['a number', member({ accountId: 7, relationshipStatus: 'Enabled' }), { kind: 'unknown', reason: 'bad-response' }],
    ['without a relationship', member({ accountId: ADMIN }), { kind: 'unknown', reason: 'bad-response' }],
    [
      'not delegated',
      refused(404, 'ResourceNotFoundException', 'there isn’t a delegated Macie administrator'),
      { kind: 'none' },
    ],
    [
      'denied',
      refused(403, 'AccessDeniedException', 'User: x is not authorized'),
      { kind: 'unknown', reason: 'access-denied' },
    ],
    ['of a bad token', refused(403, 'UnrecognizedClientException', 'no'), { kind: 'unknown', reason: 'credentials' }],
    [
      'that conflicts',
      refused(409, 'ConflictException', 'Macie has already been enabled'),
      { kind: 'unknown', reason: 'bad-response' },
    ],
  ])('that is %s', async (_, given, expected) => {
    answer = given;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await readAdministrator({ client: clientsOf({ url }).macie, region: 'eu-west-1', signal })).toMatchObject(
      expected,
    );
  });
});
