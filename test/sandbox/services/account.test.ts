import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ListRegionsCommand, paginateListRegions } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

const WORLD = parseWorld(`accounts: { "${ACCOUNT}": { optedIn: [me-south-1] } }`, 'world');

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
afterAll(() => sandbox.close());

test('ListRegions returns 34 Regions with the opt-in status of the account', async () => {
  const { Regions = [] } = await clientsOf(sandbox).account.send(new ListRegionsCommand({}));
  const statuses = new Map(Regions.map(({ RegionName, RegionOptStatus }) => [RegionName, RegionOptStatus]));
  expect(statuses.size).toBe(34);
  expect([statuses.get('us-east-1'), statuses.get('me-south-1'), statuses.get('af-south-1')]).toEqual([
    'ENABLED_BY_DEFAULT',
    'ENABLED',
    'DISABLED',
  ]);
});

test('ListRegions returns an opt-in in progress, while the Region still rejects calls', async () => {
  sandbox.reset(parseWorld(`accounts: { "${ACCOUNT}": { optStatus: { me-south-1: ENABLING } } }`, 'world'));
  const command = new ListRegionsCommand({ RegionOptStatusContains: ['ENABLING'] });
  expect((await clientsOf(sandbox).account.send(command)).Regions).toEqual([
    { RegionName: 'me-south-1', RegionOptStatus: 'ENABLING' },
  ]);
  // Until then the Region takes no calls.
  const there = clientsOf(sandbox, { region: 'me-south-1' });
  await expect(there.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
  });
});

test('ListRegions filters by status and returns pages', async () => {
  const pages: number[] = [];
  const input = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
  for await (const page of paginateListRegions({ client: clientsOf(sandbox).account, pageSize: 10 }, input))
    pages.push(page.Regions?.length ?? 0);
  expect(pages).toEqual([10, 8]);
});
