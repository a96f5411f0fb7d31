import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT } from '../values.ts';

let sandbox: Sandbox;
let nowMs = 0;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => new Date(nowMs) });
});
beforeEach(() => {
  nowMs = Date.parse('2026-11-24T09:00:00.000Z');
});
afterAll(() => sandbox.close());

function lookUp(region = 'eu-west-1'): Promise<string> {
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'x' };
  const client = new CloudTrailClient({ endpoint: sandbox.url, region, maxAttempts: 1, credentials });
  return client.send(new LookupEventsCommand({})).then(
    () => 'ok',
    (error: Error) => error.name,
  );
}

const limit = (options = '') =>
  parseWorld(`faults: [{ kind: rate-limit, match: { operations: [LookupEvents] } ${options} }]`, 'world');

test('rate-limit throttles the third call of a second, in each Region of its own', async () => {
  sandbox.reset(limit());
  expect([await lookUp(), await lookUp(), await lookUp()]).toEqual(['ok', 'ok', 'ThrottlingException']);
  expect(await lookUp('us-east-1')).toBe('ok');
  nowMs += 999;
  expect(await lookUp()).toBe('ThrottlingException');
  nowMs += 1;
  expect(await lookUp()).toBe('ok');
});

test('perSecond sets the rate', async () => {
  sandbox.reset(limit(', perSecond: 1'));
  expect([await lookUp(), await lookUp()]).toEqual(['ok', 'ThrottlingException']);
});

test('without the fault nothing is throttled', async () => {
  sandbox.reset();
  expect([await lookUp(), await lookUp(), await lookUp()]).toEqual(['ok', 'ok', 'ok']);
});
