import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readBucketMetrics } from '../../lib/aws/bucket-metrics.ts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import type { Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ACCOUNT } from '../sandbox/values.ts';
import { answering } from './odd-server.ts';
import { connectSandbox } from '../sandbox/connected.ts';

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox());
});
afterAll(() => close());

const order = { region: 'eu-west-1', now: new Date(), signal: new AbortController().signal };

async function read(buckets: string, { names, fault = '' }: { names?: readonly string[]; fault?: string } = {}) {
  const world = parseWorld(`accounts: { '${ACCOUNT}': { buckets: ${buckets} } }\nfaults: [${fault}]`, 'world');
  sandbox.reset(world);
  return readBucketMetrics(clients, names ?? Object.keys(world.accounts[ACCOUNT]?.buckets ?? {}), order);
}

const DATA =
  'data: { region: eu-west-1, objects: 12, bytes: { StandardStorage: 1000, IntelligentTieringIAStorage: 200 } }';

describe('the objects and bytes of buckets', () => {
  test('are summed, without the storage classes that Macie does not analyse', async () => {
    const other =
      'other: { region: eu-west-1, objects: 3, bytes: { GlacierInstantRetrievalStorage: 5, DeepArchiveStorage: 900 } }';
    expect(await read(`{ ${DATA}, ${other} }`)).toEqual({ kind: 'known', value: { objects: 15, bytes: 1205 } });
    expect(sandbox.calls.map(({ operation, region }) => [operation, region])).toEqual([['GetMetricData', 'eu-west-1']]);
  });

  test('of no bucket are 0, without a call', async () => {
    expect(await read('{}')).toEqual({ kind: 'known', value: { objects: 0, bytes: 0 } });
    expect(sandbox.calls).toEqual([]);
  });

  test('of an empty bucket and of one with archives alone are 0 bytes', async () => {
    const buckets =
      '{ empty: { region: eu-west-1, objects: 0 }, old: { region: eu-west-1, objects: 4, bytes: { GlacierStorage: 9 } } }';
    expect(await read(buckets)).toEqual({ kind: 'known', value: { objects: 4, bytes: 0 } });
  });

  test('of many buckets take as few calls as 500 metrics a call allow', async () => {
    const names = Array.from({ length: 77 }, (_, index) => `b-${index}: { region: eu-west-1, objects: 1, bytes: 2 }`);
    expect(await read(`{ ${names.join(', ')} }`)).toEqual({ kind: 'known', value: { objects: 77, bytes: 154 } });
    expect(sandbox.calls).toHaveLength(3);
  });
});

describe('what cannot be read is unknown, and not 0', () => {
  test.each([
    [
      'a bucket of today',
      `{ ${DATA}, fresh: { region: eu-west-1 } }`,
      /has no storage metrics of 1 of 2 buckets, such as fresh/,
    ],
    [
      'a bucket of which only the objects are known',
      '{ half: { region: eu-west-1, objects: 5 } }',
      /no storage metrics of 1 of 1/,
    ],
    [
      'a bucket of another Region',
      '{ far: { region: us-east-1, objects: 5, bytes: 1 } }',
      /no storage metrics of 1 of 1/,
    ],
  ])('%s', async (_, buckets, why) => {
    expect(await read(buckets)).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
  });

  test.each([
    ['a denial', 'deny', /cloudwatch:GetMetricData was denied because no identity-based policy/],
    ['throttling', 'throttle', /cloudwatch:GetMetricData in eu-west-1 was throttled/],
    ['an error of the service', 'server-error', /cloudwatch:GetMetricData in eu-west-1 failed/],
    ['an empty answer', 'empty', /cloudwatch:GetMetricData in eu-west-1 answered/],
    ['a web page', 'html', /cloudwatch:GetMetricData in eu-west-1 answered/],
  ])('%s', async (_, kind, why) => {
    const fault = `{ kind: ${kind}, match: { operations: [GetMetricData] } }`;
    expect(await read(`{ ${DATA} }`, { fault })).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
  });

  const complete = (Values: unknown) => ({ Id: 'm0', Values, StatusCode: 'Complete' });
  test.each([
    ['no results', {}],
    ['fewer results than queries', { MetricDataResults: [complete([5])] }],
    ['a text for a number', { MetricDataResults: [complete(['many'])] }],
    ['a negative number', { MetricDataResults: [complete([-1])] }],
    ['a result with an error', { MetricDataResults: [{ Id: 'm0', Values: [], StatusCode: 'InternalError' }] }],
  ])('%s', async (_, answer) => {
    const server = await answering(JSON.stringify(answer));
    const odd = createClients({ homeRegion: 'us-east-1', endpoints: server.endpoints, readAttempts: 1 });
    const found = await readBucketMetrics(odd, ['data'], order);
    odd.destroy();
    await server.close();
    expect(found).toEqual({
      kind: 'unknown',
      why: expect.stringContaining('cloudwatch:GetMetricData in eu-west-1 answered'),
    });
  });
});

test('of several data points the newest counts, and a partial result goes on with the next page', async () => {
  const results = Array.from({ length: 13 }, (_, index) => ({
    Id: `m${index}`,
    Values: index === 0 ? [7, 3] : [],
    StatusCode: 'Complete',
  }));
  const withSize = results.map((one) =>
    one.Id === 'm1' ? { ...one, Values: [100, 50], StatusCode: 'PartialData' } : one,
  );
  const server = await answering(JSON.stringify({ MetricDataResults: withSize }));
  const odd = createClients({ homeRegion: 'us-east-1', endpoints: server.endpoints, readAttempts: 1 });
  const found = await readBucketMetrics(odd, ['data'], order);
  odd.destroy();
  await server.close();
  expect(found).toEqual({ kind: 'known', value: { objects: 7, bytes: 100 } });
});
