import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listBuckets } from '../../lib/aws/buckets.ts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import type { Sandbox } from '../../sandbox/server/server.ts';
import { EMPTY_WORLD, parseWorld } from '../../sandbox/worlds/world.ts';
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

const signal = new AbortController().signal;

async function read(buckets: string, fault = '') {
  const world = `accounts: { '${ACCOUNT}': { buckets: ${buckets} } }\nfaults: [${fault}]`;
  sandbox.reset(parseWorld(world, 'world'));
  return listBuckets(clients, signal);
}

describe('the buckets of an account', () => {
  test('each has its Region, from one call', async () => {
    expect(await read('{ logs: { region: eu-west-1 }, data: { region: us-east-1 } }')).toEqual({
      kind: 'known',
      value: [
        { name: 'data', region: 'us-east-1' },
        { name: 'logs', region: 'eu-west-1' },
      ],
    });
    expect(sandbox.calls.map(({ operation }) => operation)).toEqual(['ListBuckets']);
  });

  test('an account without buckets has none', async () => {
    expect(await read('{}')).toEqual({ kind: 'known', value: [] });
  });

  test('all pages are read', async () => {
    const bucket = { region: 'eu-west-1', createdAt: '2025-03-03T10:00:00.000Z' };
    const buckets = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`b-${index}`, bucket]));
    sandbox.reset({ ...EMPTY_WORLD, accounts: { [ACCOUNT]: { buckets } } });
    const found = await listBuckets(clients, signal);
    expect(found.kind === 'known' && found.value).toHaveLength(10_001);
    expect(sandbox.calls).toHaveLength(2);
  });
});

describe('buckets that cannot be listed are unknown', () => {
  test.each([
    ['a denial', 'deny', /s3:ListBuckets was denied because no identity-based policy .* s3:ListAllMyBuckets/],
    ['an SCP', 'scp-deny', /s3:ListBuckets was denied by .*service control policy/],
    ['throttling', 'throttle', /s3:ListBuckets in us-east-1 was throttled/],
    ['an error of the service', 'server-error', /s3:ListBuckets in us-east-1 failed \(HTTP 500/],
    ['an empty answer', 'empty', /answered without a list of buckets/],
    ['a web page', 'html', /s3:ListBuckets in us-east-1 answered/],
    ['a closed connection', 'reset', /ECONNRESET|socket hang up/],
  ])('%s', async (_, kind, why) => {
    const found = await read(
      '{ logs: { region: eu-west-1 } }',
      `{ kind: ${kind}, match: { operations: [ListBuckets] } }`,
    );
    expect(found).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
  });

  test('silence', async () => {
    sandbox.reset(parseWorld('faults: [{ kind: hang, match: { operations: [ListBuckets] } }]', 'world'));
    const impatient = createClients({ homeRegion: 'us-east-1', readAttempts: 1, requestTimeoutMs: 200 });
    const found = await listBuckets(impatient, signal);
    impatient.destroy();
    expect(found).toEqual({ kind: 'unknown', why: expect.stringContaining('no answer in time') });
  });

  test.each([
    ['without a Region', '<Bucket><Name>logs</Name></Bucket>'],
    ['without a name', '<Bucket><BucketRegion>eu-west-1</BucketRegion></Bucket>'],
  ])('a bucket %s', async (_, bucket) => {
    const server = await answering(`<ListAllMyBucketsResult><Buckets>${bucket}</Buckets></ListAllMyBucketsResult>`);
    const odd = createClients({ homeRegion: 'us-east-1', endpoints: server.endpoints, readAttempts: 1 });
    const found = await listBuckets(odd, signal);
    odd.destroy();
    await server.close();
    expect(found).toMatchObject({ kind: 'unknown', why: expect.stringContaining('without a name or a Region') });
  });
});
