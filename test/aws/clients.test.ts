import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createClients, type Clients } from '../../lib/aws/clients.ts';

const ENV = { ...process.env };
let clients: Clients;
beforeEach(() => {
  Object.assign(process.env, { AWS_SDK_UA_APP_ID: 'first', AWS_USE_FIPS_ENDPOINT: 'true' });
  clients = createClients({ homeRegion: 'us-east-1' });
});
afterEach(() => {
  clients.destroy();
  process.env = { ...ENV };
});

const other = (): Clients =>
  clients.withCredentials(() => Promise.resolve({ accessKeyId: 'AKIA', secretAccessKey: 'x' }));

test('the clients of other accounts have the settings of the environment, read once for all of them', async () => {
  const { config } = other().macieReader('eu-west-1');
  expect([await config.userAgentAppId(), await config.useFipsEndpoint()]).toEqual(['first', true]);
  Object.assign(process.env, { AWS_SDK_UA_APP_ID: 'second', AWS_USE_FIPS_ENDPOINT: 'false' });
  const later = other().macieReader('eu-west-2').config;
  expect([await later.userAgentAppId(), await later.useFipsEndpoint()]).toEqual(['first', true]);
});

test('the clients of other accounts have their own credentials', async () => {
  const { config } = other().macieReader('eu-west-1');
  expect(await config.credentials()).toMatchObject({ accessKeyId: 'AKIA' });
});
