import type { Reply, Request } from '../server/http.ts';
import { page } from '../server/paging.ts';
import { toXml } from '../server/protocols.ts';
import type { Call } from '../server/service.ts';
import { etagOf } from './object-conditions.ts';

const MAX_KEYS = 1000;
const PARAMETERS: ReadonlySet<string> = new Set([
  'continuation-token',
  'list-type',
  'max-keys',
  'prefix',
  'start-after',
  'x-id',
]);

/** `GET /bucket?list-type=2`, without a delimiter. */
export function isListObjects({ method, query }: Request, objectName: string): boolean {
  const isKnown = [...query.keys()].every((key) => PARAMETERS.has(key));
  return method === 'GET' && query.get('list-type') === '2' && isKnown && /^[^/]+\/?$/.test(objectName);
}

/** The objects of a bucket, by key. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjects({ request: { query }, state }: Call, bucket: string): Reply {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('start-after') ?? ''];
  const all = [...state.objects]
    .flatMap(([name, bytes]) =>
      name.startsWith(`${bucket}/`) ? [[name.slice(bucket.length + 1), bytes] as const] : [],
    )
    .filter(([key]) => key.startsWith(prefix) && key > after)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const size = query.get('max-keys');
  const { items, nextToken } = page(all, {
    size: size === null ? undefined : Number(size),
    token: query.get('continuation-token'),
    max: MAX_KEYS,
    errorCodes: { size: 'InvalidArgument', token: 'InvalidArgument' },
  });
  const contents = items.map(([Key, bytes]) => {
    const LastModified = state.objectFacts.get(`${bucket}/${Key}`)?.modified ?? state.startedAt.toISOString();
    const facts = { Key, LastModified, ETag: etagOf(bytes), Size: bytes.length, StorageClass: 'STANDARD' };
    return `<Contents>${toXml(facts)}</Contents>`;
  });
  const head = toXml({
    Name: bucket,
    Prefix: prefix,
    KeyCount: items.length,
    MaxKeys: MAX_KEYS,
    IsTruncated: nextToken !== null,
    ...(nextToken === null ? {} : { NextContinuationToken: nextToken }),
  });
  const body = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${head}${contents.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}
