import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  GetBucketStatisticsCommand,
  GetUsageStatisticsCommand,
  GetUsageTotalsCommand,
  paginateGetUsageStatistics,
  type GetUsageTotalsResponse,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../../sandbox/worlds/world.ts';
import { clientsOf } from '../../../values.ts';

const ADMINISTRATOR = '111122223333';
const MEMBER = '222200000001';
const WORLD = `
organization:
  managementAccount: '999900000001'
  administrator: '${ADMINISTRATOR}'
  automatedDiscovery: { status: ENABLED, autoEnableOrganizationMembers: NONE }
  accounts:
    '${ADMINISTRATOR}':
      sessions: { '*': { createdAt: '2026-11-01T00:00:00Z' } }
      buckets:
        data: { region: eu-west-1, objects: 2000000, bytes: { StandardStorage: 3000000000000, GlacierStorage: 500 } }
        logs: { region: eu-west-1 }
        far: { region: us-east-1 }
    '${MEMBER}': { sessions: { '*': {} }, usage: { eu-west-1: { SENSITIVE_DATA_DISCOVERY: '12.5' } } }
    '222200000002': { sessions: {} }
`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: parseWorld(WORLD, 'world') });
});
afterAll(() => sandbox.close());

const macie = (account = ADMINISTRATOR) => clientsOf(sandbox, { account }).macie;
const costsOf = ({ usageTotals = [] }: GetUsageTotalsResponse) =>
  Object.fromEntries(usageTotals.map(({ type, estimatedCost }) => [type, estimatedCost]));

describe('GetUsageTotals', () => {
  test('is of the caller alone, by type', async () => {
    const totals = await macie().send(new GetUsageTotalsCommand({}));
    expect(totals.timeRange).toBe('PAST_30_DAYS');
    expect(costsOf(totals)).toEqual({
      DATA_INVENTORY_EVALUATION: '0.20',
      AUTOMATED_OBJECT_MONITORING: '0.2000',
      AUTOMATED_SENSITIVE_DATA_DISCOVERY: '3.00',
      SENSITIVE_DATA_DISCOVERY: '0',
    });
    expect(new Set(totals.usageTotals?.map(({ currency }) => currency))).toEqual(new Set(['USD']));
  });

  test('a world can give other texts', async () => {
    const totals = await macie(MEMBER).send(new GetUsageTotalsCommand({ timeRange: 'MONTH_TO_DATE' }));
    expect(costsOf(totals)).toMatchObject({ SENSITIVE_DATA_DISCOVERY: '12.5', AUTOMATED_OBJECT_MONITORING: '0.0000' });
  });

  test('is refused without Macie, and for another time', async () => {
    await expect(macie('222200000002').send(new GetUsageTotalsCommand({}))).rejects.toThrow('Macie is not enabled');
    await expect(macie().send(new GetUsageTotalsCommand({ timeRange: 'EVER' }))).rejects.toThrow(/timeRange/);
  });
});

describe('GetUsageStatistics', () => {
  test('an administrator has its own record and those of its members', async () => {
    const { records = [] } = await macie().send(new GetUsageStatisticsCommand({}));
    expect(records.map(({ accountId }) => accountId)).toEqual([ADMINISTRATOR, MEMBER]);
    expect(records[0]).toMatchObject({
      freeTrialStartDate: new Date('2026-11-01T00:00:00Z'),
      automatedDiscoveryFreeTrialStartDate: new Date('2026-11-01T00:00:00Z'),
    });
    expect(records[1]).not.toHaveProperty('automatedDiscoveryFreeTrialStartDate');
    expect(records[0]?.usage).toHaveLength(4);
  });

  test('pages follow one another, and a member has its own record alone', async () => {
    const ids: (string | undefined)[] = [];
    for await (const { records = [] } of paginateGetUsageStatistics({ client: macie(), pageSize: 1 }, {}))
      ids.push(...records.map(({ accountId }) => accountId));
    expect(ids).toEqual([ADMINISTRATOR, MEMBER]);
    const { records = [] } = await macie(MEMBER).send(new GetUsageStatisticsCommand({}));
    expect(records.map(({ accountId }) => accountId)).toEqual([MEMBER]);
  });
});

describe('GetBucketStatistics', () => {
  test('counts the buckets of the Region, and what Macie can analyse', async () => {
    const { $metadata, lastUpdated, ...counts } = await macie().send(new GetBucketStatisticsCommand({}));
    expect(lastUpdated).toBeInstanceOf(Date);
    expect($metadata.httpStatusCode).toBe(200);
    expect(counts).toEqual({
      bucketCount: 2,
      objectCount: 2_000_000,
      sizeInBytes: 3_000_000_000_500,
      sizeInBytesCompressed: 0,
      classifiableObjectCount: 2_000_000,
      classifiableSizeInBytes: 3_000_000_000_000,
    });
  });

  test('is of a member too, for its administrator alone', async () => {
    const own = await macie().send(new GetBucketStatisticsCommand({ accountId: MEMBER }));
    expect(own.bucketCount).toBe(0);
    await expect(macie(MEMBER).send(new GetBucketStatisticsCommand({ accountId: ADMINISTRATOR }))).rejects.toThrow(
      /not associated/,
    );
    await expect(macie('222200000002').send(new GetBucketStatisticsCommand({}))).rejects.toThrow(
      'Macie is not enabled',
    );
  });
});
