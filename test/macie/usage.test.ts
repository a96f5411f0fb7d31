import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { readBucketStatistics, readUsageStatistics, readUsageTotals } from '../../lib/macie/usage.ts';
import type { Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { answering } from '../aws/odd-server.ts';
import { ACCOUNT } from '../sandbox/values.ts';
import { connectSandbox } from '../sandbox/connected.ts';

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox());
});
afterAll(() => close());

const region = 'eu-west-1';
const signal = new AbortController().signal;
const call = () => ({ client: clients.macieReader(region), region, signal });

function reset({ account = '', fault = '' } = {}) {
  const sessions = "sessions: { eu-west-1: { createdAt: '2026-11-01T00:00:00Z' } }";
  sandbox.reset(parseWorld(`accounts: { '${ACCOUNT}': { ${sessions}${account} } }\nfaults: [${fault}]`, 'world'));
}

const READERS = [
  ['GetUsageTotals', async () => readUsageTotals(call())],
  ['GetUsageStatistics', async () => readUsageStatistics(call())],
  ['GetBucketStatistics', async () => (await readBucketStatistics(call())).buckets],
  ['GetBucketStatistics', async () => (await readBucketStatistics(call())).storage],
] as const;

describe.each(READERS)('%s that cannot be read is unknown', (operation, read) => {
  test.each([
    ['deny', /was denied/],
    ['throttle', /was throttled/],
    ['server-error', /failed/],
    ['html', /answered/],
    ['empty', /answered without the numbers/],
  ])('%s', async (kind, why) => {
    reset({ fault: `{ kind: ${kind}, match: { operations: [${operation}] } }` });
    const found = await read();
    expect(found).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
    expect(found.kind === 'unknown' && found.why).toContain(`macie2:${operation}`);
  });

  test('where Macie is off', async () => {
    sandbox.reset(parseWorld('', 'world'));
    expect(await read()).toEqual({
      kind: 'unknown',
      why: `macie2:${operation} in eu-west-1 answered that Macie is off`,
    });
  });
});

describe('the usage of an account', () => {
  test('has an amount for each type, and an odd one is no amount', async () => {
    reset({
      account: ", usage: { eu-west-1: { DATA_INVENTORY_EVALUATION: '1.20', SENSITIVE_DATA_DISCOVERY: '1e3' } }",
    });
    const found = await readUsageTotals(call());
    expect(found).toMatchObject({
      kind: 'known',
      value: {
        DATA_INVENTORY_EVALUATION: { kind: 'known', value: 1.2 },
        AUTOMATED_OBJECT_MONITORING: { kind: 'known', value: 0 },
        SENSITIVE_DATA_DISCOVERY: { kind: 'unknown', why: 'the amount is "1e3", which is no number of dollars' },
      },
    });
  });

  test('of an administrator has its members, from all pages, with the start of their trials', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => String(222_200_000_001 + index));
    const accounts = ids.map((id) => `'${id}': { sessions: { '*': {} } }`).join(', ');
    sandbox.reset(
      parseWorld(
        `organization: { managementAccount: '999900000001', administrator: '${ACCOUNT}', accounts: { '${ACCOUNT}': { sessions: { '*': { createdAt: '2026-11-01T00:00:00Z' } } }, ${accounts} } }`,
        'world',
      ),
    );
    const found = await readUsageStatistics(call());
    const usages = found.kind === 'known' ? found.value : {};
    expect(Object.keys(usages).toSorted()).toEqual([ACCOUNT, ...ids].toSorted());
    expect(usages[ACCOUNT]).toMatchObject({ trialStart: '2026-11-01T00:00:00.000Z', discoveryTrialStart: null });
    expect(sandbox.calls).toHaveLength(2);
  });
});

test('the count of buckets is that of what Macie can analyse', async () => {
  const bucket = 'data: { region: eu-west-1, objects: 12, bytes: { StandardStorage: 1000, GlacierStorage: 7 } }';
  reset({ account: `, buckets: { ${bucket}, far: { region: us-east-1 } }` });
  expect(await readBucketStatistics(call())).toEqual({
    source: 'bucket-statistics',
    buckets: { kind: 'known', value: 1 },
    storage: { kind: 'known', value: { objects: 12, bytes: 1000 } },
  });
});

test('a record of no account is left out, and one without usage says nothing', async () => {
  const server = await answering(JSON.stringify({ records: [{ accountId: 'x', usage: [] }, { accountId: ACCOUNT }] }));
  const odd = createClients({ homeRegion: 'us-east-1', endpoints: server.endpoints, readAttempts: 1 });
  const found = await readUsageStatistics({ client: odd.macieReader(region), region, signal });
  odd.destroy();
  await server.close();
  expect(found).toEqual({
    kind: 'known',
    value: { [ACCOUNT]: { costs: {}, trialStart: null, discoveryTrialStart: null } },
  });
});

test('a count that is no number is unknown, beside one that is', async () => {
  const server = await answering(JSON.stringify({ bucketCount: 3, classifiableObjectCount: 'many' }));
  const odd = createClients({ homeRegion: 'us-east-1', endpoints: server.endpoints, readAttempts: 1 });
  const found = await readBucketStatistics({ client: odd.macieReader(region), region, signal });
  odd.destroy();
  await server.close();
  expect(found.storage.kind).toBe('unknown');
});
