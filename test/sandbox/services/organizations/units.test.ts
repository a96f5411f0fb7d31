import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { clientsOf } from '../../values.ts';
import { ADMINISTRATOR, MANAGEMENT, NESTED, organizationWorld, PRODUCTION } from './organization-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: organizationWorld() });
});
afterAll(() => sandbox.close());

const as = (account: string) => clientsOf(sandbox, { account, region: 'us-east-1' }).organizations;

test('every member may describe the organization', async () => {
  expect((await as(PRODUCTION).send(new DescribeOrganizationCommand({}))).Organization).toMatchObject({
    Id: 'o-exampleorg1',
    MasterAccountId: MANAGEMENT,
    FeatureSet: 'ALL',
  });
});

test('the parents of an account lead to the root', async () => {
  const client = as(ADMINISTRATOR);
  const path: string[] = [];
  for (let ChildId = NESTED; ChildId !== '';) {
    const { Parents } = await client.send(new ListParentsCommand({ ChildId }));
    path.push(`${Parents?.[0]?.Type} ${Parents?.[0]?.Id}`);
    ChildId = Parents?.[0]?.Type === 'ROOT' ? '' : (Parents?.[0]?.Id ?? '');
  }
  expect(path).toEqual(['ORGANIZATIONAL_UNIT ou-ab12-22222222', 'ORGANIZATIONAL_UNIT ou-ab12-11111111', 'ROOT r-ab12']);
  await expect(client.send(new ListParentsCommand({ ChildId: 'ou-ab12-99999999' }))).rejects.toMatchObject({
    name: 'ChildNotFoundException',
  });
});

test('the OUs below the root and below an OU', async () => {
  const client = as(MANAGEMENT);
  const { Roots } = await client.send(new ListRootsCommand({}));
  expect(Roots).toMatchObject([{ Id: 'r-ab12', Name: 'Root' }]);
  const below = async (ParentId: string) =>
    (await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }))).OrganizationalUnits?.map(
      ({ Id, Name, Path }) => [Id, Name, Path],
    );
  expect(await below('r-ab12')).toEqual([
    ['ou-ab12-11111111', 'Workloads', 'o-exampleorg1/r-ab12/ou-ab12-11111111/'],
    ['ou-ab12-33333333', 'Suspended', 'o-exampleorg1/r-ab12/ou-ab12-33333333/'],
  ]);
  expect(await below('ou-ab12-11111111')).toEqual([
    ['ou-ab12-22222222', 'Production', 'o-exampleorg1/r-ab12/ou-ab12-11111111/ou-ab12-22222222/'],
  ]);
});

test('an OU that does not exist', async () => {
  const describe = (OrganizationalUnitId: string) =>
    as(MANAGEMENT).send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }));
  expect((await describe('ou-ab12-22222222')).OrganizationalUnit).toMatchObject({ Name: 'Production' });
  await expect(describe('ou-ab12-99999999')).rejects.toMatchObject({ name: 'OrganizationalUnitNotFoundException' });
});
