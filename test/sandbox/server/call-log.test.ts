import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});

test('a call is logged with its account, Region and result', async () => {
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

test('a history limit drops the oldest calls and records, and the numbers of calls go on', async () => {
  const limited = await startSandbox({ historyLimit: 4 });
  const { macie } = clientsOf(limited);
  for (let times = 0; times < 6; times++) await macie.send(get).catch(() => undefined);
  await limited.close();
  expect(limited.calls.map(({ seq }) => seq)).toEqual([4, 5, 6]);
  expect(limited.trail).toHaveLength(3);
});
