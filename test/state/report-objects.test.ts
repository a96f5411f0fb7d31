import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { createClients } from '../../lib/aws/clients.ts';
import { createReportObjects } from '../../lib/state/report-objects.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

const WORLD = 'objects: { archive/there: here }';
const reset = (more = ''): void => sandbox.reset(parseWorld(`${WORLD}\n${more}`, 'world'));
const faults = (operations: string, kind: string): void =>
  reset(`faults: [{ match: { operations: ["s3:${operations}"] }, kind: ${kind} }]`);
beforeEach(() => reset());

const RUNNING = new AbortController().signal;
const LATEST = 'reports/latest.html';
const open = (bucket = 'archive') => {
  const { s3 } = clientsOf(sandbox, { region: 'us-east-1' });
  return createReportObjects({ client: () => Promise.resolve(s3), bucket, owner: () => Promise.resolve(ACCOUNT) });
};
const object = (run: string, key = LATEST) => ({
  key,
  body: Buffer.from(`the report of ${run}`),
  contentType: 'text/html; charset=utf-8',
  order: run,
});
const head = () => clientsOf(sandbox).s3.send(new HeadObjectCommand({ Bucket: 'archive', Key: LATEST }));
const latest = async () => (await head()).Metadata?.['run'];

test('the report of a run is written once, with its type, its run and its checksum', async () => {
  const objects = open();
  expect(await objects.writeOnce(object('run-1'), RUNNING)).toBe(true);
  expect(await objects.writeOnce(object('run-2'), RUNNING)).toBe(false);
  expect(await head()).toMatchObject({ ContentType: 'text/html; charset=utf-8', Metadata: { run: 'run-1' } });
});

test('a large report has more time than any other call: it takes long to send', async () => {
  reset('faults: [{ match: { operations: ["s3:PutObject"] }, kind: slow, ms: 200 }]');
  const clients = createClients({ homeRegion: 'us-east-1', requestTimeoutMs: 50, readAttempts: 1 });
  const body = Buffer.alloc(9 * 2 ** 20, 'x');
  const objects = createReportObjects({ client: clients.s3, bucket: 'archive', owner: () => Promise.resolve(ACCOUNT) });
  expect(await objects.writeOnce({ ...object('run-1'), body }, RUNNING)).toBe(true);
  expect(await head()).toMatchObject({ ContentLength: body.byteLength });
  clients.destroy();
});

describe('the latest report', () => {
  test('only moves forward, and a run that is repeated leaves it as it is', async () => {
    const objects = open();
    const moved: boolean[] = [];
    for (const run of ['run-2', 'run-1', 'run-2', 'run-3'])
      moved.push(await objects.replaceOlder(object(run), RUNNING));
    expect(moved).toEqual([true, false, false, true]);
    expect(await latest()).toBe('run-3');
  });

  test('of runs that archive at the same time, the newest wins', async () => {
    const runs = ['run-3', 'run-5', 'run-1', 'run-4', 'run-2'];
    await Promise.all(runs.map((run) => open().replaceOlder(object(run), RUNNING)));
    expect(await latest()).toBe('run-5');
  });

  test('replaces an object that no run has written', async () => {
    sandbox.reset(parseWorld(`objects: { archive/${LATEST}: by hand }`, 'world'));
    expect(await open().replaceOlder(object('run-1'), RUNNING)).toBe(true);
    expect(await latest()).toBe('run-1');
  });

  test('is written where S3 does not say whether it is there: the role may not list the bucket', async () => {
    faults('HeadObject', 'deny');
    expect(await open().replaceOlder(object('run-1'), RUNNING)).toBe(true);
  });

  test('is not replaced where it may not be read', async () => {
    faults('HeadObject', 'deny');
    await open().writeOnce(object('run-9'), RUNNING);
    await expect(open().replaceOlder(object('run-1'), RUNNING)).rejects.toThrow(
      `s3://archive/${LATEST}: it was replaced again and again, or may not be read: allow s3:GetObject on it`,
    );
  });
});

describe('what S3 refuses is a sentence', () => {
  test('a bucket that is denied', async () => {
    faults('*', 'deny');
    const expected = {
      code: 'archive',
      message: expect.stringMatching(/^s3:\/\/archive\/\S+: S3 denied s3:PutObject: /),
    };
    await expect(open().writeOnce(object('run-1'), RUNNING)).rejects.toMatchObject(expected);
    await expect(open().replaceOlder(object('run-1'), RUNNING)).rejects.toMatchObject(expected);
  });

  test('a bucket of another account', async () => {
    reset('bucketOwners: { archive: "222233334444" }');
    await expect(open().writeOnce(object('run-1'), RUNNING)).rejects.toThrow(/S3 denied s3:PutObject/);
  });

  test('an answer that says nothing', async () => {
    faults('*', 'server-error');
    await expect(open().replaceOlder(object('run-1'), RUNNING)).rejects.toThrow(/s3:GetObject failed: /);
  });

  test('a time that is over', async () => {
    await expect(open().writeOnce(object('run-1'), AbortSignal.abort())).rejects.toThrow(
      `s3://archive/${LATEST}: s3:PutObject did not end in time`,
    );
  });
});
