import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createRunObjects } from '../../lib/state/run-objects.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const WORLD = 'objects: { archive/there: here }';
beforeEach(() => sandbox.reset(parseWorld(WORLD, 'world')));

const KEY = 'runs/run-1/plan.json';
const open = (bucket = 'archive') => {
  const { s3 } = clientsOf(sandbox, { region: 'us-east-1' });
  return createRunObjects({ client: () => Promise.resolve(s3), bucket, owner: () => Promise.resolve(ACCOUNT) });
};

describe('an object of a run', () => {
  test('is written once: whoever comes later leaves it as it is', async () => {
    const objects = open();
    expect(await objects.exists(KEY)).toBe(false);
    expect(await objects.read(KEY)).toBeNull();
    expect(await objects.writeOnce(KEY, 'first')).toBe(true);
    expect(await objects.writeOnce(KEY, 'second')).toBe(false);
    expect(await objects.exists(KEY)).toBe(true);
    expect(await objects.read(KEY)).toBe('first');
  });

  test('of two writers at the same time, one writes', async () => {
    const objects = open();
    const written = await Promise.all(['a', 'b', 'c'].map((text) => objects.writeOnce(KEY, text)));
    expect(written.filter(Boolean)).toHaveLength(1);
  });
});

describe('what S3 refuses is a sentence', () => {
  const operations = { exists: 's3:GetObject', read: 's3:GetObject', writeOnce: 's3:PutObject' } as const;

  test.each(Object.entries(operations))('%s that is denied names %s', async (name, operation) => {
    sandbox.reset(parseWorld(`${WORLD}\nfaults: [{ match: { operations: ["s3:*"] }, kind: deny }]`, 'world'));
    await expect(open()[name as keyof typeof operations](KEY, 'text')).rejects.toMatchObject({
      code: 'run-objects',
      message: `s3://archive/${KEY}: S3 denied ${operation}: the function needs s3:GetObject and s3:PutObject on runs/* of the bucket and s3:ListBucket on the bucket, which must be of its own account`,
    });
  });

  test('a bucket of another account is denied', async () => {
    sandbox.reset(parseWorld(`${WORLD}\nbucketOwners: { archive: "222233334444" }`, 'world'));
    await expect(open().writeOnce(KEY, 'text')).rejects.toThrow(/S3 denied s3:PutObject/);
  });

  test('a bucket that does not exist', async () => {
    await expect(open('gone').read(KEY)).rejects.toThrow(
      `s3://gone/${KEY}: there is no such bucket: deploy the stack again`,
    );
  });

  test('an answer that says nothing', async () => {
    sandbox.reset(parseWorld(`${WORLD}\nfaults: [{ match: { operations: ["s3:*"] }, kind: server-error }]`, 'world'));
    await expect(open().read(KEY)).rejects.toThrow(/^s3:\/\/archive\/runs\/run-1\/plan\.json: s3:GetObject failed: /);
  });
});
