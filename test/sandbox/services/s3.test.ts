import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

const WORLD = parseWorld('objects: { bucket/dir/policy.yml: "version: 2" }', 'world');

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
afterAll(() => sandbox.close());

test('PutObject stores an object that GetObject and HeadObject return', async () => {
  const { s3 } = clientsOf(sandbox);
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a b.txt', Body: 'hello' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a b.txt' }));
  expect(await Body?.transformToString()).toBe('hello');
  expect((await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'dir/policy.yml' }))).ContentLength).toBe(10);
  await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'none' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
  await expect(s3.send(new GetObjectCommand({ Bucket: 'elsewhere', Key: 'a' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
});

test('PutObject with If-None-Match stores an object once', async () => {
  const { s3 } = clientsOf(sandbox);
  const put = (Body: string, IfNoneMatch = '*') =>
    s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'once', Body, IfNoneMatch }));
  await put('first');
  await expect(put('second')).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  await expect(put('third', '"etag"')).rejects.toMatchObject({ name: 'NotImplemented' });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'once' }));
  expect(await Body?.transformToString()).toBe('first');
});

test('PutObject with If-Match replaces the object that the writer has seen, and no other', async () => {
  const { s3 } = clientsOf(sandbox);
  const object = { Bucket: 'bucket', Key: 'latest', Metadata: { run: '1' }, ContentType: 'text/html; charset=utf-8' };
  const { ETag } = await s3.send(new PutObjectCommand({ ...object, Body: 'first', ChecksumAlgorithm: 'SHA256' }));
  const replace = (Body: string) => s3.send(new PutObjectCommand({ ...object, Body, IfMatch: ETag }));
  await replace('second');
  await expect(replace('third')).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
  expect(await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'latest' }))).toMatchObject({
    ContentType: 'text/html; charset=utf-8',
    Metadata: { run: '1' },
  });
  const missing = new PutObjectCommand({ ...object, Key: 'none', Body: 'x', IfMatch: ETag });
  await expect(s3.send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('PutObject refuses a body that does not have its checksum', async () => {
  const { s3 } = clientsOf(sandbox);
  const object = { Bucket: 'bucket', Key: 'k', Body: 'hello' };
  for (const sum of [{ ChecksumSHA256: 'AAAA' }, { ChecksumCRC32: 'AAAA' }])
    await expect(s3.send(new PutObjectCommand({ ...object, ...sum }))).rejects.toMatchObject({ name: 'BadDigest' });
});

test('ListObjectsV2 lists the objects of a bucket by key, in pages', async () => {
  const { s3 } = clientsOf(sandbox);
  for (const Key of ['r/2', 'r/1', 's/1']) await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: Key }));
  const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket: 'bucket', Prefix: 'r/', ...more }));
  const first = await list({ MaxKeys: 1 });
  expect(first).toMatchObject({
    IsTruncated: true,
    Contents: [{ Key: 'r/1', Size: 3, LastModified: expect.any(Date) }],
  });
  const second = await list({ MaxKeys: 1, ContinuationToken: first.NextContinuationToken });
  expect(second).toMatchObject({ IsTruncated: false, Contents: [{ Key: 'r/2' }] });
  expect((await list({ StartAfter: 'r/1' })).Contents).toHaveLength(1);
  await expect(s3.send(new ListObjectsV2Command({ Bucket: 'gone' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

test('a bucket can be in the host name, and a subresource is another operation', async () => {
  const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/s3/aws4_request` };
  expect(await rawGet('/dir/policy.yml', { ...headers, host: 'bucket.localhost:4566' })).toEqual([200, 'version: 2']);
  expect(await rawGet('/bucket/dir/policy.yml', headers)).toEqual([200, 'version: 2']);
  expect(await rawGet('/bucket/dir/policy.yml?acl', headers)).toEqual([
    501,
    expect.stringContaining('it has GetObject, HeadObject, PutObject'),
  ]);
  expect(await rawGet('/bucket?list-type=2&delimiter=/', headers)).toEqual([501, expect.any(String)]);
  expect(await rawGet('/bucket/%ff%zz', headers)).toEqual([404, expect.stringContaining('NoSuchKey')]);
});

test('PutObject decodes a body in signed chunks', async () => {
  const response = await fetch(`${sandbox.url}/bucket/chunked`, {
    method: 'PUT',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/s3/aws4_request`,
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    },
    body: '6;chunk-signature=a\r\nhello \r\n5;chunk-signature=b\r\nworld\r\n0;chunk-signature=c\r\nx-amz-checksum-crc32:AA==\r\n\r\n',
  });
  expect(response.status).toBe(200);
  const { Body } = await clientsOf(sandbox).s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'chunked' }));
  expect(await Body?.transformToString()).toBe('hello world');
});

/** fetch does not let a caller choose the host header. */
function rawGet(path: string, headers: Record<string, string>): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    get(`${sandbox.url}${path}`, { headers }, (response) => {
      text(response).then((body) => resolve([response.statusCode, body]), reject);
    }).on('error', reject);
  });
}
