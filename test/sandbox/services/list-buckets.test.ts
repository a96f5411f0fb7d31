import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ListBucketsCommand, paginateListBuckets, type ListBucketsCommandInput } from '@aws-sdk/client-s3';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { clientsOf } from '../values.ts';

const WORLD = parseWorld(
  `
accounts:
  '111122223333':
    buckets:
      uploads-b: { region: eu-west-1, createdAt: '2024-01-02T03:04:05.000Z' }
      uploads-a: { region: us-east-1, objects: 5, bytes: 1000 }
      logs: { region: eu-west-1, bytes: { StandardIAStorage: 7 } }
  '444455556666': {}
`,
  'world',
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
afterAll(() => sandbox.close());

const list = (input: ListBucketsCommandInput, account?: string) =>
  clientsOf(sandbox, account === undefined ? {} : { account }).s3.send(new ListBucketsCommand(input));
const namesIn = ({ Buckets }: { Buckets?: { Name?: string | undefined }[] | undefined }) =>
  Buckets?.map(({ Name }) => Name);

test('lists the buckets of the caller by name, with Regions only if the request has a parameter', async () => {
  const plain = await list({});
  expect(plain.Buckets).toEqual([
    { Name: 'logs', CreationDate: new Date('2025-03-03T10:00:00Z') },
    { Name: 'uploads-a', CreationDate: new Date('2025-03-03T10:00:00Z') },
    { Name: 'uploads-b', CreationDate: new Date('2024-01-02T03:04:05Z') },
  ]);
  const { Buckets = [], Owner } = await list({ MaxBuckets: 100 });
  expect(Buckets.map(({ BucketRegion }) => BucketRegion)).toEqual(['eu-west-1', 'us-east-1', 'eu-west-1']);
  expect(Owner?.ID).toContain('111122223333');
  expect((await list({}, '444455556666')).Buckets).toEqual([]);
});

test('a prefix and a Region limit the list', async () => {
  expect(namesIn(await list({ Prefix: 'uploads' }))).toEqual(['uploads-a', 'uploads-b']);
  expect(namesIn(await list({ BucketRegion: 'eu-west-1' }))).toEqual(['logs', 'uploads-b']);
});

test('the Region in the request is that of the endpoint', async () => {
  await expect(list({ BucketRegion: 'us-east-1' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('pages follow one another, and a wrong size or token is refused', async () => {
  const pages: (readonly (string | undefined)[] | undefined)[] = [];
  for await (const page of paginateListBuckets({ client: clientsOf(sandbox).s3, pageSize: 2 }, {}))
    pages.push(namesIn(page));
  expect(pages).toEqual([['logs', 'uploads-a'], ['uploads-b']]);
  await expect(list({ MaxBuckets: 0 })).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(list({ ContinuationToken: 'x' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});
