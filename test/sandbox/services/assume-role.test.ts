import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

const OTHER = '444455556666';
const WORLD = parseWorld(
  `
accounts:
  "${OTHER}":
    sessions: { "*": {} }
    roles:
      reader: {}
      partner: { externalId: secret, trusts: ["${ACCOUNT}"] }
      closed: { trusts: ["999988887777"] }
      brief: { expiresIn: 5s }
`,
  'world',
);

let sandbox: Sandbox;
let time = new Date('2026-11-24T09:00:00Z');
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time });
});
beforeEach(() => {
  time = new Date('2026-11-24T09:00:00Z');
  sandbox.reset(WORLD);
});
afterAll(() => sandbox.close());

async function assume(role: string, input: Partial<AssumeRoleCommandInput> = {}, caller = ACCOUNT) {
  const RoleArn = `arn:aws:iam::${OTHER}:role/${role}`;
  const { sts } = clientsOf(sandbox, { account: caller });
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'warden', ...input }));
  return { key: Credentials?.AccessKeyId ?? '', seconds: (Number(Credentials?.Expiration) - time.getTime()) / 1000 };
}

test('the credentials act in the account of the role', async () => {
  const { key, seconds } = await assume('reader');
  expect(await clientsOf(sandbox, { account: key }).macie.send(new GetMacieSessionCommand({}))).toMatchObject({
    status: 'ENABLED',
  });
  expect(sandbox.calls.at(-1)).toMatchObject({ accountId: OTHER, roleSessionName: 'warden' });
  expect(seconds).toBe(3600);
});

describe('AssumeRole is refused', () => {
  const refusal = (role: string, account = ACCOUNT) => ({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::${account}:user/sandbox is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${OTHER}:role/${role}`,
  });

  test.each([
    ['a role that the world does not list', 'missing'],
    ['a role that does not trust the caller', 'closed'],
    ['a role with an external id that is left out', 'partner'],
  ])('for %s', async (_, role) => {
    await expect(assume(role)).rejects.toMatchObject(refusal(role));
  });

  test('for another external id and another caller, and accepted for those of the world', async () => {
    await expect(assume('partner', { ExternalId: 'other' })).rejects.toMatchObject(refusal('partner'));
    await expect(assume('partner', { ExternalId: 'secret' }, '999988887777')).rejects.toMatchObject(
      refusal('partner', '999988887777'),
    );
    expect((await assume('partner', { ExternalId: 'secret' })).key).toMatch(/^ASIA/);
  });

  test.each([
    [899, 'must be from 900 to 43200'],
    [43_201, 'must be from 900 to 43200'],
  ])('for a session of %i seconds', async (DurationSeconds, message) => {
    await expect(assume('reader', { DurationSeconds })).rejects.toThrow(message);
  });

  test('for a chained session of more than an hour', async () => {
    expect((await assume('reader', { DurationSeconds: 7200 })).seconds).toBe(7200);
    const { key } = await assume('reader');
    await expect(assume('reader', { DurationSeconds: 3601 }, key)).rejects.toThrow('role chaining');
  });
});

test('a role of "*" is every other role, and null one that does not exist', async () => {
  sandbox.reset(parseWorld(`accounts: { "${OTHER}": { roles: { "*": {}, repair: null } } }`, 'world'));
  expect((await assume('anything')).key).toMatch(/^ASIA/);
  await expect(assume('repair')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('credentials expire when AssumeRole said, and each service has its own code for that', async () => {
  const { key, seconds } = await assume('brief');
  expect(seconds).toBe(5);
  const { macie, sts, s3 } = clientsOf(sandbox, { account: key });
  expect(await macie.send(new GetMacieSessionCommand({}))).toMatchObject({ status: 'ENABLED' });
  time = new Date(time.getTime() + 5000);
  await expect(macie.send(new GetMacieSessionCommand({}))).rejects.toMatchObject({
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  });
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
  await expect(s3.send(new GetObjectCommand({ Bucket: 'a', Key: 'b' }))).rejects.toMatchObject({
    name: 'ExpiredToken',
  });
});

test('a regional endpoint of STS takes the keys of accounts that have enabled the Region', async () => {
  const command = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${OTHER}:role/reader`, RoleSessionName: 'warden' });
  await clientsOf(sandbox, { region: 'eu-north-1' }).sts.send(command);
  await expect(clientsOf(sandbox, { region: 'me-south-1' }).sts.send(command)).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
  });
  expect(sandbox.calls.map(({ region }) => region)).toEqual(['eu-north-1', 'me-south-1']);
});
