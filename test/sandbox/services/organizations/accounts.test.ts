import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DescribeAccountCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { clientsOf } from '../../values.ts';
import {
  ADMINISTRATOR,
  CLOSED,
  MANAGEMENT,
  NESTED,
  organizationWorld,
  OUTSIDE,
  PRODUCTION,
} from './organization-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(organizationWorld()));
afterAll(() => sandbox.close());

const as = (account: string) => clientsOf(sandbox, { account, region: 'us-east-1' }).organizations;

describe('ListAccounts', () => {
  test('lists the accounts of the organization with state and path, but without the retired Status', async () => {
    const { Accounts = [] } = await as(ADMINISTRATOR).send(new ListAccountsCommand({}));
    expect(Accounts.map(({ Id }) => Id)).toEqual([MANAGEMENT, ADMINISTRATOR, PRODUCTION, NESTED, CLOSED]);
    expect(Accounts[2]).toEqual({
      Id: PRODUCTION,
      Arn: `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg1/${PRODUCTION}`,
      Name: 'prod-web',
      Email: 'web@example.com',
      State: 'ACTIVE',
      Paths: [`o-exampleorg1/r-ab12/ou-ab12-11111111/${PRODUCTION}/`],
      JoinedMethod: 'CREATED',
      JoinedTimestamp: new Date('2024-01-15T08:00:00Z'),
    });
    expect(Accounts[3]?.Paths).toEqual([`o-exampleorg1/r-ab12/ou-ab12-11111111/ou-ab12-22222222/${NESTED}/`]);
    expect(Accounts[0]).toMatchObject({ Name: 'management', Paths: [`o-exampleorg1/r-ab12/${MANAGEMENT}/`] });
  });

  test('returns pages', async () => {
    const sizes: (number | undefined)[] = [];
    for await (const page of paginateListAccounts({ client: as(MANAGEMENT), pageSize: 2 }, {}))
      sizes.push(page.Accounts?.length);
    expect(sizes).toEqual([2, 2, 1]);
    await expect(as(MANAGEMENT).send(new ListAccountsCommand({ MaxResults: 21 }))).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
  });

  test('a world can keep Status, and leave out Paths', async () => {
    sandbox.reset(organizationWorld('  accountStateField: Status\n  paths: false'));
    const { Accounts = [] } = await as(MANAGEMENT).send(new ListAccountsCommand({}));
    expect(Accounts.map(({ State, Status, Paths }) => [State, Status, Paths])).toEqual([
      ...Array.from({ length: 4 }, () => [undefined, 'ACTIVE', undefined]),
      [undefined, 'SUSPENDED', undefined],
    ]);
    sandbox.reset(organizationWorld('  accountStateField: both'));
    const { Account } = await as(MANAGEMENT).send(new DescribeAccountCommand({ AccountId: CLOSED }));
    expect(Account).toMatchObject({ State: 'CLOSED', Status: 'SUSPENDED' });
  });
});

describe('who may read the organization', () => {
  const list = new ListAccountsCommand({});

  test('the management account and every delegated administrator', async () => {
    sandbox.reset(organizationWorld(`  delegatedAdministrators: { config.amazonaws.com: ["${NESTED}"] }`));
    for (const account of [MANAGEMENT, ADMINISTRATOR, NESTED])
      expect((await as(account).send(list)).Accounts).toHaveLength(5);
  });

  test('a delegated administrator that the accounts of the world do not have', async () => {
    sandbox.reset(organizationWorld('  delegatedAdministrators: { config.amazonaws.com: ["222200000009"] }'));
    expect((await as('222200000009').send(list)).Accounts).toHaveLength(6);
  });

  test('no other member', async () => {
    await expect(as(PRODUCTION).send(list)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    });
  });

  test('no account outside', async () => {
    await expect(as(OUTSIDE).send(list)).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
    sandbox.reset();
    await expect(as(ADMINISTRATOR).send(list)).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
  });
});

test('ListAccountsForParent lists the accounts that are directly in an OU', async () => {
  const idsIn = async (ParentId: string) =>
    (await as(MANAGEMENT).send(new ListAccountsForParentCommand({ ParentId }))).Accounts?.map(({ Id }) => Id);
  expect(await idsIn('ou-ab12-11111111')).toEqual([PRODUCTION]);
  expect(await idsIn('r-ab12')).toEqual([MANAGEMENT, ADMINISTRATOR]);
  await expect(idsIn('ou-ab12-99999999')).rejects.toMatchObject({ name: 'ParentNotFoundException' });
});

test('DescribeAccount rejects an account outside', async () => {
  await expect(as(MANAGEMENT).send(new DescribeAccountCommand({ AccountId: OUTSIDE }))).rejects.toMatchObject({
    name: 'AccountNotFoundException',
  });
});

test('ListDelegatedAdministrators lists those of a service, whatever their Regions', async () => {
  sandbox.reset(
    organizationWorld(`  delegatedAdministrators: { config.amazonaws.com: ["${NESTED}", "${PRODUCTION}"] }`),
  );
  const idsOf = async (ServicePrincipal?: string) => {
    const input = ServicePrincipal === undefined ? {} : { ServicePrincipal };
    const { DelegatedAdministrators = [] } = await as(ADMINISTRATOR).send(
      new ListDelegatedAdministratorsCommand(input),
    );
    return DelegatedAdministrators.map(({ Id }) => Id);
  };
  expect(await idsOf('macie.amazonaws.com')).toEqual([ADMINISTRATOR]);
  expect(await idsOf('config.amazonaws.com')).toEqual([NESTED, PRODUCTION]);
  expect(await idsOf('guardduty.amazonaws.com')).toEqual([]);
  expect(await idsOf()).toEqual([ADMINISTRATOR, NESTED, PRODUCTION]);
});
