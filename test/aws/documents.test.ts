import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClients } from '../../lib/aws/clients.ts';
import { createReaders } from '../../lib/aws/documents.ts';
import { loadPolicy } from '../../lib/policy/load.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';

const WORLD = `
accounts: { "111122223333": {} }
objects:
  own/policy.yml: "version: 1\\ndesired: { status: ENABLED }\\n"
  central/policy.yml: "version: 1\\ndesired: { status: PAUSED }\\n"
bucketOwners: { central: "444455556666" }
`;

const clients = createClients({ homeRegion: 'us-east-1' });
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: parseWorld(WORLD, 'world') });
  useSandbox(sandbox);
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});

const statusIn = async (source: string) => (await loadPolicy(source, createReaders(clients))).policy.desired['status'];

describe('a policy in S3', () => {
  test('is read from a bucket of the own account', async () => {
    expect(await statusIn('s3://own/policy.yml')).toBe('ENABLED');
  });

  test('is not read from a bucket of another account', async () => {
    await expect(statusIn('s3://central/policy.yml')).rejects.toThrow(
      /^s3:\/\/central\/policy\.yml: expected a policy, found AccessDenied: Access Denied\. .* s3:\/\/bucket\/key\?owner=111122223333$/,
    );
  });

  test('is read from the bucket of an account that the source names', async () => {
    expect(await statusIn('s3://central/policy.yml?owner=444455556666')).toBe('PAUSED');
    await expect(statusIn('s3://own/policy.yml?owner=444455556666')).rejects.toThrow('AccessDenied');
  });
});
