import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { clientsOf } from '../values.ts';
import { get, withFault } from './faulty-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test('times limits a fault per Region, and match limits it to Regions and operations', async () => {
  sandbox.reset(withFault('{ kind: throttle, times: 2, match: { regions: ["eu-*"], operations: [GetMacieSession] } }'));
  for (const region of ['eu-west-1', 'eu-west-2']) {
    const { macie } = clientsOf(sandbox, { region });
    await expect(macie.send(get)).rejects.toThrow('Rate exceeded');
    await expect(macie.send(get)).rejects.toThrow('Rate exceeded');
    expect((await macie.send(get)).status).toBe('ENABLED');
  }
  expect((await clientsOf(sandbox, { region: 'us-east-1' }).macie.send(get)).status).toBe('ENABLED');
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
