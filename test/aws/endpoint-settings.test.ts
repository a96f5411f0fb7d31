import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointSettings } from '../../lib/aws/endpoint-settings.ts';
import { sharedProfile } from '../../lib/aws/shared-config.ts';

const NO_FILES = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
const CLIENTS = readFileSync(join(import.meta.dirname, '../../lib/aws/clients.ts'), 'utf8');
const services = [...CLIENTS.matchAll(/common\('(\w+)'/g)].map(([, service = '']) => service);

test.each([...new Set(services)])('a URL in place of AWS is that of %s as well', async (service) => {
  const url = 'http://127.0.0.1:4566';
  const profile = await sharedProfile(NO_FILES, undefined);
  expect(endpointSettings(url, { env: NO_FILES, profile }).endpointOf(service)).toBe(url);
});
