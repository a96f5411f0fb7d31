import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  DescribeOrganizationConfigurationCommand,
  DisableOrganizationAdminAccountCommand,
  EnableOrganizationAdminAccountCommand,
  GetAdministratorAccountCommand,
  GetMacieSessionCommand,
  ListMembersCommand,
  ListOrganizationAdminAccountsCommand,
  UpdateMacieSessionCommand,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-macie2';
import { ListDelegatedAdministratorsCommand } from '@aws-sdk/client-organizations';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { clientsOf } from '../../../values.ts';
import { ADMINISTRATOR, MANAGEMENT, MEMBER, memberWorld, OFF, OUTSIDE } from './member-world.ts';

let sandbox: Sandbox;
let time = new Date('2026-11-24T09:00:00Z');
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time });
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

const as = (account = MANAGEMENT, region = 'eu-west-1') => clientsOf(sandbox, { account, region }).macie;
const designated = async (region = 'eu-west-1') =>
  (await as(MANAGEMENT, region).send(new ListOrganizationAdminAccountsCommand({}))).adminAccounts;
const enable = (adminAccountId: string, region = 'eu-west-1') =>
  as(MANAGEMENT, region).send(new EnableOrganizationAdminAccountCommand({ adminAccountId }));
const disable = (adminAccountId: string) => as().send(new DisableOrganizationAdminAccountCommand({ adminAccountId }));
const membersOf = async (account = ADMINISTRATOR, region = 'eu-west-1') =>
  (await as(account, region).send(new ListMembersCommand({ onlyAssociated: 'false' }))).members?.length;

test('the administrators of a Region, for the management account alone', async () => {
  expect(await designated()).toEqual([{ accountId: ADMINISTRATOR, status: 'ENABLED' }]);
  expect(await designated('eu-west-3')).toEqual([]);
  for (const command of [
    new ListOrganizationAdminAccountsCommand({}),
    new EnableOrganizationAdminAccountCommand({ adminAccountId: MEMBER }),
    new DisableOrganizationAdminAccountCommand({ adminAccountId: ADMINISTRATOR }),
  ] as const)
    // @ts-expect-error: send takes any of the three
    await expect(as(ADMINISTRATOR).send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('EnableOrganizationAdminAccount designates an administrator, and enables Macie for it', async () => {
  await enable(OFF, 'eu-west-3');
  expect(await designated('eu-west-3')).toEqual([{ accountId: OFF, status: 'ENABLED' }]);
  expect(await as(OFF, 'eu-west-3').send(new GetMacieSessionCommand({}))).toMatchObject({ status: 'ENABLED' });
  expect(await membersOf(OFF, 'eu-west-3')).toBe(0);
  const { organizations } = clientsOf(sandbox, { account: MANAGEMENT });
  const ServicePrincipal = 'macie.amazonaws.com';
  const { DelegatedAdministrators = [] } = await organizations.send(
    new ListDelegatedAdministratorsCommand({ ServicePrincipal }),
  );
  expect(DelegatedAdministrators.map(({ Id }) => Id)).toEqual([OFF, ADMINISTRATOR]);
});

test('EnableOrganizationAdminAccount is refused beside another administrator, and for an account outside', async () => {
  await expect(enable(MEMBER)).rejects.toThrow(
    'another account has already been designated as the delegated Macie administrator account for your organization',
  );
  await expect(enable(OUTSIDE, 'eu-west-3')).rejects.toThrow('The account is not a member in the AWS Organization');
});

test('DisableOrganizationAdminAccount makes every member standalone, and leaves Macie on', async () => {
  await expect(disable(MEMBER)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await as(ADMINISTRATOR).send(new UpdateMacieSessionCommand({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }));
  await disable(ADMINISTRATOR);
  expect(await designated()).toEqual([]);
  expect((await as(MEMBER).send(new GetAdministratorAccountCommand({}))).administrator).toBeUndefined();
  expect(await as(MEMBER).send(new GetMacieSessionCommand({}))).toMatchObject({
    status: 'ENABLED',
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
  });
  // The member by invitation remains.
  expect([await membersOf(), await membersOf(ADMINISTRATOR, 'eu-west-2')]).toEqual([1, 5]);
  await enable(ADMINISTRATOR);
  await as(ADMINISTRATOR).send(new UpdateMacieSessionCommand({ findingPublishingFrequency: 'SIX_HOURS' }));
  expect(await as(MEMBER).send(new GetMacieSessionCommand({}))).toMatchObject({
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
  });
});

test('a removal is in progress for the lag of the world', async () => {
  sandbox.reset(memberWorld('  lag: 10s'));
  await disable(ADMINISTRATOR);
  expect(await designated()).toEqual([{ accountId: ADMINISTRATOR, status: 'DISABLING_IN_PROGRESS' }]);
  time = new Date(time.getTime() + 10_000);
  expect(await designated()).toEqual([]);
});

test('the configuration of a Region, for its administrator alone', async () => {
  const describe = (account: string, region = 'eu-west-1') =>
    as(account, region).send(new DescribeOrganizationConfigurationCommand({}));
  expect(await describe(ADMINISTRATOR)).toMatchObject({ autoEnable: false, maxAccountLimitReached: false });
  await as(ADMINISTRATOR).send(new UpdateOrganizationConfigurationCommand({ autoEnable: true }));
  expect(await describe(ADMINISTRATOR)).toMatchObject({ autoEnable: true });
  expect(await describe(ADMINISTRATOR, 'eu-west-2')).toMatchObject({ autoEnable: false });
  sandbox.reset(memberWorld('  autoEnable: true\n  memberLimit: 3'));
  expect(await describe(ADMINISTRATOR)).toMatchObject({ autoEnable: true, maxAccountLimitReached: true });
  await expect(describe(MEMBER)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('you must be the Macie administrator for an organization'),
  });
  await expect(describe(ADMINISTRATOR, 'us-west-1')).rejects.toThrow('Macie is not enabled');
});
