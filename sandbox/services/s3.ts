import { AwsError } from '../server/errors.ts';
import type { Reply, Request } from '../server/http.ts';
import { restXmlError } from '../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../server/service.ts';
import { BUCKET_QUESTIONS, questionOf } from './deployed/buckets.ts';
import { isListBuckets, listBuckets } from './list-buckets.ts';
import { isListObjects, listObjects } from './list-objects.ts';
import { checkChecksums, checkConditions, etagOf } from './object-conditions.ts';

/** Amazon S3: single objects, and the lists of objects and buckets. For objects, a bucket exists as soon as it holds one. */
export const s3: Service = {
  name: 's3',
  operationOf,
  operations: {
    GetObject: getObject,
    HeadObject: getObject,
    PutObject: putObject,
    ListBuckets: listBuckets,
    ListObjectsV2: listOfBucket,
    ...Object.fromEntries(
      Object.entries(BUCKET_QUESTIONS).map(([operation, answer]) => [
        operation,
        (call: Call) => answer(call, objectNameOf(call.request)),
      ]),
    ),
  },
  actions: {
    HeadObject: 'GetObject',
    ListBuckets: 'ListAllMyBuckets',
    ListObjectsV2: 'ListBucket',
    GetBucketEncryption: 'GetEncryptionConfiguration',
    GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  },
  success: (result): Reply => (isReply(result) ? result : { status: 200, headers: {}, body: '' }),
  failure: restXmlError,
  errorCodes: { ...XML_ERRORS, badToken: 'InvalidAccessKeyId', throttled: 'SlowDown', internal: 'InternalError' },
};

const OPERATIONS: Readonly<Record<string, string>> = { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject' };

function isReply(result: unknown): result is Reply {
  return typeof result === 'object' && result !== null && 'status' in result;
}

/** Whole objects only: a query such as `?acl` or `?uploadId=…` marks another operation. SDKs add `x-id`. */
function operationOf(request: Request): string | null {
  if (isListBuckets(request)) return 'ListBuckets';
  if (isListObjects(request, objectNameOf(request))) return 'ListObjectsV2';
  const question = questionOf(request, objectNameOf(request));
  if (question !== null) return question;
  const isWhole = [...request.query.keys()].every((key) => key === 'x-id');
  return isWhole && /^[^/]+\/./.test(objectNameOf(request)) ? (OPERATIONS[request.method] ?? null) : null;
}

/** `bucket/key`. The bucket is the first part of the path or, where an SDK resolves bucket host names, of the host. */
function objectNameOf({ path, headers }: Request): string {
  const bucket = /^(?<bucket>.+)\.localhost(?::\d+)?$/.exec(headers.host ?? '')?.groups?.['bucket'];
  const key = path
    .slice(1)
    .replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'));
  return bucket === undefined ? key : `${bucket}/${key}`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function checkOwner({ request, state, accountId }: Call): void {
  const expected = request.headers['x-amz-expected-bucket-owner'];
  const [bucket = ''] = objectNameOf(request).split('/');
  if (expected === undefined || expected === (state.bucketOwners[bucket] ?? accountId)) return;
  throw new AwsError('AccessDenied', { status: 403, message: 'Access Denied' });
}

function getObject(call: Call): Reply {
  const { request, state } = call;
  checkOwner(call);
  const name = objectNameOf(request);
  const bytes = state.objects.get(name);
  if (!bytes) {
    checkBucket(call, name);
    throw new AwsError('NoSuchKey', { status: 404, message: 'The specified key does not exist.' });
  }
  const { headers = {}, modified = state.startedAt.toISOString() } = state.objectFacts.get(name) ?? {};
  const own = { etag: etagOf(bytes), 'content-type': 'binary/octet-stream', ...headers };
  return { status: 200, headers: { ...own, 'last-modified': new Date(modified).toUTCString() }, body: bytes };
}

function checkBucket({ state }: Call, name: string): void {
  const bucket = `${name.split('/')[0]}/`;
  if ([...state.objects.keys()].some((other) => other.startsWith(bucket))) return;
  throw new AwsError('NoSuchBucket', { status: 404, message: 'The specified bucket does not exist' });
}

function listOfBucket(call: Call): Reply {
  checkOwner(call);
  const name = objectNameOf(call.request);
  checkBucket(call, name);
  return listObjects(call, name.split('/')[0] ?? '');
}

function putObject(call: Call): Reply {
  const { request, state, now } = call;
  checkOwner(call);
  const name = objectNameOf(request);
  checkConditions(call, name);
  const bytes = isChunked(request) ? unchunk(request.body) : request.body;
  checkChecksums(call, bytes);
  state.objects.set(name, bytes);
  state.objectFacts.set(name, { headers: keptHeaders(request), modified: now.toISOString() });
  return { status: 200, headers: { etag: etagOf(bytes) }, body: '' };
}

/** S3 keeps the content type and the metadata of an object. */
function keptHeaders({ headers }: Request): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => name === 'content-type' || name.startsWith('x-amz-meta-'));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function isChunked({ headers }: Request): boolean {
  return (
    String(headers['x-amz-content-sha256']).startsWith('STREAMING-') ||
    String(headers['content-encoding']).includes('aws-chunked')
  );
}

/** `SIZE;chunk-signature=…\r\nDATA\r\n`, until a chunk of size 0. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
function unchunk(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let position = 0;
  while (position < body.length) {
    const lineEnd = body.indexOf('\r\n', position);
    const size = Number.parseInt(body.toString('latin1', position, lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    position = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}
