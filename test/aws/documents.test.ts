import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createScanDeps, ownAccountId } from '../../lib/app/wiring/scan-deps.ts';
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

const scanDeps = createScanDeps(clients);
const readers = createReaders(clients, () => ownAccountId(scanDeps));
const statusIn = async (source: string) => (await loadPolicy(source, readers)).policy.desired['status'];

describe('a policy in S3', () => {
  test('is read from a bucket of the own account', async () => {
    expect(await statusIn('s3://own/policy.yml')).toBe('ENABLED');
  });

  test('asks for the own account once, however often it is read', async () => {
    const deps = createScanDeps(clients);
    const before = sandbox.calls.length;
    const twice = createReaders(clients, () => ownAccountId(deps));
    for (let i = 0; i < 2; i++) await loadPolicy('s3://own/policy.yml', twice);
    const calls = sandbox.calls.slice(before).map(({ operation }) => operation);
    expect(calls.toSorted()).toEqual(['GetCallerIdentity', 'GetObject', 'GetObject']);
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
