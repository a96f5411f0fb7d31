import { expect, test } from '@jest/globals';
import { createClients } from '../../lib/aws/clients.ts';

const modeOf = (strategy: object): unknown => Reflect.get(strategy, 'mode');

// Adaptive retries pace one client by what it was refused before. The clients of Macie are one for each account and Region.
test('a client that serves all accounts is not paced by calls that were throttled for one of them', async () => {
  const clients = createClients({ homeRegion: 'us-east-1' });
  const shared = [await clients.sts(), await clients.organizations()];
  const strategies = await Promise.all(shared.map(({ config }) => config.retryStrategy()));
  expect(strategies.map(modeOf)).toEqual(['standard', 'standard']);
  expect(modeOf(await clients.macieReader('eu-west-1').config.retryStrategy())).toBe('adaptive');
  clients.destroy();
});
