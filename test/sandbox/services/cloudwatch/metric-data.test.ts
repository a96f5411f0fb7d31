import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT } from '../../values.ts';

const WORLD = `accounts: { '${ACCOUNT}': { buckets: {
  data: { region: eu-west-1, objects: 12, bytes: { StandardStorage: 1000, GlacierStorage: 7 } },
  fresh: { region: eu-west-1 },
  far: { region: us-east-1, objects: 5, bytes: 9 } } } }`;
const NOW = new Date('2026-11-24T09:00:00Z');

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW });
});
beforeEach(() => sandbox.reset(parseWorld(WORLD, 'world')));
afterAll(() => sandbox.close());

const CBOR = {
  protocol: SmithyRpcV2CborProtocol,
  protocolSettings: {
    defaultNamespace: 'com.amazonaws.cloudwatch',
    version: '2010-08-01',
    serviceTarget: 'GraniteServiceVersion20100801',
  },
};

function client(settings: object = {}) {
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'x' };
  return new CloudWatchClient({ endpoint: sandbox.url, region: 'eu-west-1', maxAttempts: 1, credentials, ...settings });
}

function query(Id: string, BucketName: string, [MetricName, StorageType]: readonly [string, string]): MetricDataQuery {
  const Dimensions = Object.entries({ BucketName, StorageType }).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/S3', MetricName, Dimensions }, Period: 86_400, Stat: 'Average' },
  };
}

const ask = (
  queries: readonly MetricDataQuery[],
  { settings = {}, ...over }: { settings?: object; MaxDatapoints?: number } = {},
) =>
  client(settings).send(
    new GetMetricDataCommand({ MetricDataQueries: [...queries], StartTime: NOW, EndTime: NOW, ...over }),
  );

const OBJECTS = ['NumberOfObjects', 'AllStorageTypes'] as const;

describe.each([
  ['JSON', {}],
  ['CBOR', CBOR],
])('in %s', (_, settings) => {
  test('a bucket has the number of its objects, and its bytes by storage class', async () => {
    const { MetricDataResults } = await ask(
      [query('a', 'data', OBJECTS), query('b', 'data', ['BucketSizeBytes', 'GlacierStorage'])],
      { settings },
    );
    expect(MetricDataResults).toMatchObject([
      { Id: 'a', Values: [12], Timestamps: [new Date('2026-11-23T00:00:00Z')], StatusCode: 'Complete' },
      { Id: 'b', Values: [7] },
    ]);
  });

  test('too many queries are refused', async () => {
    const queries = Array.from({ length: 501 }, (__, index) => query(`q${index}`, 'data', OBJECTS));
    await expect(ask(queries, { settings })).rejects.toThrow(/size greater than 500/);
  });
});

test.each([
  ['a new bucket', 'fresh', OBJECTS],
  ['a bucket of another Region', 'far', OBJECTS],
  ['a bucket that does not exist', 'none', OBJECTS],
  ['a storage class that is not used', 'data', ['BucketSizeBytes', 'StandardIAStorage'] as const],
  ['objects of one class', 'data', ['NumberOfObjects', 'StandardStorage'] as const],
  ['another metric', 'data', ['AllRequests', 'AllStorageTypes'] as const],
])('%s has no data', async (_, bucket, metric) => {
  expect((await ask([query('a', bucket, metric)])).MetricDataResults).toMatchObject([{ Id: 'a', Values: [] }]);
});

test('a query without an id and an empty list are refused', async () => {
  await expect(ask([query('', 'data', OBJECTS)])).rejects.toThrow(/MetricDataQueries.member.Id is not valid/);
  await expect(ask([])).rejects.toThrow(/MetricDataQueries is required/);
});

test('pages follow one another', async () => {
  const queries = ['a', 'b', 'c'].map((id) => query(id, 'data', OBJECTS));
  const first = await ask(queries, { MaxDatapoints: 2 });
  expect(first.MetricDataResults?.map(({ Id }) => Id)).toEqual(['a', 'b']);
  const rest = await client().send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: NOW,
      EndTime: NOW,
      MaxDatapoints: 2,
      NextToken: first.NextToken,
    }),
  );
  expect(rest.MetricDataResults?.map(({ Id }) => Id)).toEqual(['c']);
});

test('the query protocol of older clients has the same answers', async () => {
  const form = new URLSearchParams({
    Action: 'GetMetricData',
    Version: '2010-08-01',
    'MetricDataQueries.member.1.Id': 'a',
    'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'AWS/S3',
    'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'NumberOfObjects',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'BucketName',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': 'data',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.2.Name': 'StorageType',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.2.Value': 'AllStorageTypes',
  });
  const authorization = `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/monitoring/aws4_request`;
  const post = (body: URLSearchParams) => fetch(sandbox.url, { method: 'POST', body, headers: { authorization } });
  const answer = await (await post(form)).text();
  expect(answer).toContain('<Values><member>12</member></Values>');
  expect(answer).toContain('<Timestamps><member>2026-11-23T00:00:00.000Z</member></Timestamps>');
  const refused = await post(new URLSearchParams({ Action: 'GetMetricData' }));
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('<Code>ValidationError</Code>'),
  ]);
});
