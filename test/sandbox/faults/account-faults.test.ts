import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CreateMemberCommand,
  GetMemberCommand,
  paginateListMembers,
  UpdateMemberSessionCommand,
} from '@aws-sdk/client-macie2';
import { ListAccountsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { faultSchema } from '../../../sandbox/faults/fault-schema.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { clientsOf } from '../values.ts';
import {
  ADMINISTRATOR,
  emailOf,
  MANAGEMENT,
  MEMBER,
  memberWorld,
  OFF,
  ON,
  PAUSED,
} from '../services/macie2/members/member-world.ts';
import { get } from './faulty-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const as = (account: string) => clientsOf(sandbox, { account }).macie;
const use = (...faults: object[]) =>
  sandbox.reset({ ...memberWorld(), faults: faults.map((fault) => faultSchema.parse(fault)) });
async function keyOf(account: string) {
  const input = { RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: 'warden' };
  const { Credentials } = await clientsOf(sandbox).sts.send(new AssumeRoleCommand(input));
  return Credentials?.AccessKeyId ?? '';
}
const statuses = async (account: string, calls: number) => {
  const seen: (string | undefined)[] = [];
  for (let call = 0; call < calls; call++)
    seen.push(
      await as(account)
        .send(get)
        .then(
          ({ status }) => status,
          ({ name }: Error) => name,
        ),
    );
  return seen;
};

test('after lets the first calls of each account pass', async () => {
  use({ kind: 'throttle', after: 2, times: 1, match: { operations: ['GetMacieSession'] } });
  for (const account of [MEMBER, ON])
    expect(await statuses(account, 4)).toEqual(['ENABLED', 'ENABLED', 'ThrottlingException', 'ENABLED']);
});

test('expire-credentials ends the credentials of an account in mid-run, and new ones work', async () => {
  use({ kind: 'expire-credentials', after: 2, times: 1, match: { accounts: [MEMBER] } });
  const key = await keyOf(MEMBER);
  expect(await statuses(key, 4)).toEqual(['ENABLED', 'ENABLED', 'ExpiredTokenException', 'ExpiredTokenException']);
  expect(await statuses(await keyOf(MEMBER), 4)).toEqual(Array.from({ length: 4 }, () => 'ENABLED'));
  expect(await statuses(await keyOf(ON), 4)).toEqual(Array.from({ length: 4 }, () => 'ENABLED'));
});

test('expire-credentials without times ends each of the credentials', async () => {
  use({ kind: 'expire-credentials', after: 1 });
  for (let round = 0; round < 2; round++)
    expect(await statuses(await keyOf(MEMBER), 2)).toEqual(['ENABLED', 'ExpiredTokenException']);
});

test('suspend-account closes an account in mid-run, for its administrator too', async () => {
  use({ kind: 'suspend-account', after: 2, match: { accounts: [MEMBER] } });
  const key = await keyOf(MEMBER);
  expect(await statuses(key, 3)).toEqual(['ENABLED', 'ENABLED', 'UnrecognizedClientException']);
  expect(await as(ADMINISTRATOR).send(new GetMemberCommand({ id: MEMBER }))).toMatchObject({
    relationshipStatus: 'AccountSuspended',
  });
  const { organizations } = clientsOf(sandbox, { account: MANAGEMENT });
  const { Accounts = [] } = await organizations.send(new ListAccountsCommand({}));
  expect(Accounts.find(({ Id }) => Id === MEMBER)?.State).toBe('SUSPENDED');
  await expect(keyOf(MEMBER)).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('empty-page puts an empty page with a token before the first one, in both protocols', async () => {
  use({ kind: 'empty-page', match: { operations: ['ListAccounts', 'ListMembers'] } });
  const sizes: (number | undefined)[] = [];
  const { macie, organizations } = clientsOf(sandbox, { account: ADMINISTRATOR });
  for await (const page of paginateListAccounts({ client: organizations, pageSize: 8 }, {}))
    sizes.push(page.Accounts?.length);
  expect(sizes).toEqual([0, 8, 3]);
  sizes.length = 0;
  for await (const page of paginateListMembers({ client: macie, pageSize: 2 }, {})) sizes.push(page.members?.length);
  expect(sizes.slice(0, 3)).toEqual([0, 2, 1]);
});

test('empty-page can come later, and keeps the place', async () => {
  use({ kind: 'empty-page', after: 1, times: 2, match: { operations: ['ListAccounts'] } });
  const { organizations } = clientsOf(sandbox, { account: ADMINISTRATOR });
  const ids: (string | undefined)[] = [];
  const sizes: number[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client: organizations, pageSize: 8 }, {})) {
    ids.push(...Accounts.map(({ Id }) => Id));
    sizes.push(Accounts.length);
  }
  expect(sizes).toEqual([8, 0, 0, 3]);
  expect(new Set(ids).size).toBe(11);
});

test('members limits a fault to the calls about a member', async () => {
  use({ kind: 'deny', match: { members: [PAUSED, OFF] } });
  const client = as(ADMINISTRATOR);
  const denied = { name: 'AccessDeniedException' };
  await expect(client.send(new UpdateMemberSessionCommand({ id: PAUSED, status: 'ENABLED' }))).rejects.toMatchObject(
    denied,
  );
  const account = { accountId: OFF, email: emailOf(OFF) };
  await expect(client.send(new CreateMemberCommand({ account }))).rejects.toMatchObject(denied);
  await client.send(new UpdateMemberSessionCommand({ id: MEMBER, status: 'PAUSED' }));
  expect(await statuses(PAUSED, 1)).toEqual(['PAUSED']);
});

test('write-lost drops the write of an administrator as well', async () => {
  use({ kind: 'write-lost' });
  const client = as(ADMINISTRATOR);
  await client.send(new UpdateMemberSessionCommand({ id: PAUSED, status: 'ENABLED' }));
  await client.send(new CreateMemberCommand({ account: { accountId: OFF, email: emailOf(OFF) } }));
  expect(await client.send(new GetMemberCommand({ id: PAUSED }))).toMatchObject({ relationshipStatus: 'Paused' });
  await expect(client.send(new GetMemberCommand({ id: OFF }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  expect(await statuses(OFF, 1)).toEqual(['AccessDeniedException']);
});
