import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  BatchUpdateAutomatedDiscoveryAccountsCommand,
  CreateMemberCommand,
  DisableOrganizationAdminAccountCommand,
  GetAutomatedDiscoveryConfigurationCommand,
  ListAutomatedDiscoveryAccountsCommand,
  UpdateAutomatedDiscoveryConfigurationCommand,
  type UpdateAutomatedDiscoveryConfigurationCommandInput,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { faultSchema } from '../../../../../sandbox/faults/fault-schema.ts';
import { clientsOf } from '../../../values.ts';
import { ADMINISTRATOR, emailOf, INVITED, MANAGEMENT, MEMBER, memberWorld, OFF, ON, PAUSED } from './member-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

const as = (account = ADMINISTRATOR, region = 'eu-west-1') => clientsOf(sandbox, { account, region }).macie;
const read = (account: string, region = 'eu-west-1') =>
  as(account, region).send(new GetAutomatedDiscoveryConfigurationCommand({}));
/** As the account itself sees it. */
const statusOf = async (account: string, region = 'eu-west-1') => {
  const command = new ListAutomatedDiscoveryAccountsCommand({ accountIds: [account] });
  return (await as(account, region).send(command)).items?.[0]?.status;
};
const update = (input: UpdateAutomatedDiscoveryConfigurationCommandInput, account = ADMINISTRATOR) =>
  as(account).send(new UpdateAutomatedDiscoveryConfigurationCommand(input));
const add = (accountId: string) =>
  as().send(new CreateMemberCommand({ account: { accountId, email: emailOf(accountId) } }));
const withMode = (mode: string) =>
  sandbox.reset(memberWorld(`  automatedDiscovery: { autoEnableOrganizationMembers: ${mode} }`));

test('an account without a setting has it off; only the administrator has a mode', async () => {
  expect(await read(ADMINISTRATOR)).toMatchObject({ status: 'DISABLED', autoEnableOrganizationMembers: 'NONE' });
  expect(await read(ON)).toMatchObject({ status: 'DISABLED' });
  expect((await read(ON)).autoEnableOrganizationMembers).toBeUndefined();
  await expect(read(MEMBER)).rejects.toThrow(
    'The request failed because you must be the Macie administrator for an organization to perform this operation',
  );
  await expect(read(OFF)).rejects.toThrow('Macie is not enabled');
});

test('ALL of the world is on for members in every Region, and not for other accounts', async () => {
  withMode('ALL');
  const accounts = [ADMINISTRATOR, MEMBER, ON, INVITED];
  expect(await Promise.all(accounts.map((account) => statusOf(account)))).toEqual([
    'ENABLED',
    'ENABLED',
    'DISABLED',
    'DISABLED',
  ]);
  expect(await statusOf(MEMBER, 'eu-west-2')).toBe('ENABLED');
});

test.each([
  ['ALL', 'ENABLED'],
  ['NEW', 'ENABLED'],
  ['NONE', 'DISABLED'],
])('a new member under %s is %s', async (mode, status) => {
  withMode(mode);
  await add(OFF);
  expect(await statusOf(OFF)).toBe(status);
});

test('ALL of a call is for the members of now, in its Region', async () => {
  await update({ status: 'ENABLED', autoEnableOrganizationMembers: 'ALL' });
  expect([await statusOf(MEMBER), await statusOf(ON), await statusOf(MEMBER, 'eu-west-2')]).toEqual([
    'ENABLED',
    'DISABLED',
    'DISABLED',
  ]);
  await update({ status: 'DISABLED' });
  expect(await statusOf(MEMBER)).toBe('DISABLED');
});

test('a standalone account changes its own; a member cannot, and nobody but the administrator has a mode', async () => {
  await update({ status: 'ENABLED' }, ON);
  expect(await statusOf(ON)).toBe('ENABLED');
  await expect(update({ status: 'ENABLED' }, MEMBER)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(update({ status: 'ENABLED', autoEnableOrganizationMembers: 'ALL' }, ON)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('the administrator changes single members, and lists them', async () => {
  await update({ status: 'ENABLED' });
  const accounts = [MEMBER, PAUSED, ON].map((accountId) => ({ accountId, status: 'ENABLED' as const }));
  expect((await as().send(new BatchUpdateAutomatedDiscoveryAccountsCommand({ accounts }))).errors).toEqual([
    { accountId: PAUSED, errorCode: 'ACCOUNT_PAUSED' },
    { accountId: ON, errorCode: 'ACCOUNT_NOT_FOUND' },
  ]);
  const { items } = await as().send(new ListAutomatedDiscoveryAccountsCommand({}));
  expect(items).toEqual([
    { accountId: ADMINISTRATOR, status: 'ENABLED' },
    { accountId: MEMBER, status: 'ENABLED' },
    { accountId: PAUSED, status: 'DISABLED' },
    { accountId: INVITED, status: 'DISABLED' },
  ]);
  const one = await as().send(new ListAutomatedDiscoveryAccountsCommand({ accountIds: [MEMBER] }));
  expect(one.items).toEqual([{ accountId: MEMBER, status: 'ENABLED' }]);
  expect((await as(MEMBER).send(new ListAutomatedDiscoveryAccountsCommand({}))).items).toEqual([
    { accountId: MEMBER, status: 'ENABLED' },
  ]);
});

test.each<[string, 'write-lag' | 'write-lost', readonly (readonly (string | undefined)[])[]]>([
  [
    'write-lag',
    'write-lag',
    [
      ['DISABLED', 'NONE'],
      ['ENABLED', 'NEW'],
    ],
  ],
  ['write-lost', 'write-lost', [['DISABLED', 'NONE']]],
])('%s delays or undoes both values of a write', async (_, kind, expected) => {
  const world = memberWorld('  automatedDiscovery: { status: DISABLED }');
  sandbox.reset({ ...world, faults: [faultSchema.parse({ kind, ...(kind === 'write-lag' ? { reads: 1 } : {}) })] });
  await update({ status: 'ENABLED', autoEnableOrganizationMembers: 'NEW' });
  for (const [status, mode] of expected)
    expect(await read(ADMINISTRATOR)).toMatchObject({ status, autoEnableOrganizationMembers: mode });
});

test('write-lost undoes a batch for each of its accounts', async () => {
  const match = { operations: ['BatchUpdateAutomatedDiscoveryAccounts'] };
  sandbox.reset({ ...memberWorld(), faults: [faultSchema.parse({ kind: 'write-lost', match })] });
  await update({ status: 'ENABLED' });
  const accounts = [{ accountId: MEMBER, status: 'ENABLED' as const }];
  await as().send(new BatchUpdateAutomatedDiscoveryAccountsCommand({ accounts }));
  expect(await statusOf(MEMBER)).toBe('DISABLED');
});

test('an answer can lack the mode', async () => {
  withMode('null');
  expect((await read(ADMINISTRATOR)).autoEnableOrganizationMembers).toBeUndefined();
});

test('without its administrator automated discovery is off for every former member', async () => {
  withMode('ALL');
  await add(ON);
  const command = new DisableOrganizationAdminAccountCommand({ adminAccountId: ADMINISTRATOR });
  await as(MANAGEMENT).send(command);
  expect([await statusOf(MEMBER), await statusOf(ON), await statusOf(MEMBER, 'eu-west-2')]).toEqual([
    'DISABLED',
    'DISABLED',
    'ENABLED',
  ]);
});
