import { createHash } from 'node:crypto';
import { AwsError } from '../server/errors.ts';
import type { Reply, Request } from '../server/http.ts';
import { restXmlError } from '../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../server/service.ts';
import { isListBuckets, listBuckets } from './list-buckets.ts';

/** Amazon S3: single objects, and the list of buckets. For objects, a bucket exists as soon as it holds one. */
export const s3: Service = {
  name: 's3',
  operationOf,
  operations: { GetObject: getObject, HeadObject: getObject, PutObject: putObject, ListBuckets: listBuckets },
  actions: { ListBuckets: 'ListAllMyBuckets' },
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

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function checkOwner({ request, state, accountId }: Call): void {
  const expected = request.headers['x-amz-expected-bucket-owner'];
  const [bucket = ''] = objectNameOf(request).split('/');
  if (expected === undefined || expected === (state.bucketOwners[bucket] ?? accountId)) return;
  throw new AwsError('AccessDenied', { status: 403, message: 'Access Denied' });
}

function getObject(call: Call): Reply {
  const { request, state, now } = call;
  checkOwner(call);
  const name = objectNameOf(request);
  const bytes = state.objects.get(name);
  if (!bytes) {
    const bucket = name.slice(0, name.indexOf('/') + 1);
    const isBucket = [...state.objects.keys()].some((other) => other.startsWith(bucket));
    throw isBucket
      ? new AwsError('NoSuchKey', { status: 404, message: 'The specified key does not exist.' })
      : new AwsError('NoSuchBucket', { status: 404, message: 'The specified bucket does not exist' });
  }
  const headers = { etag: etagOf(bytes), 'content-type': 'binary/octet-stream', 'last-modified': now.toUTCString() };
  return { status: 200, headers, body: bytes };
}

function putObject(call: Call): Reply {
  const { request, state } = call;
  checkOwner(call);
  const name = objectNameOf(request);
  checkIsNew(call, name);
  const bytes = isChunked(request) ? unchunk(request.body) : request.body;
  state.objects.set(name, bytes);
  return { status: 200, headers: { etag: etagOf(bytes) }, body: '' };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function checkIsNew({ request, state }: Call, name: string): void {
  const condition = request.headers['if-none-match'];
  if (condition === undefined) return;
  if (condition !== '*')
    throw new AwsError('NotImplemented', {
      status: 501,
      message: 'A header you provided implies functionality that is not implemented',
    });
  if (!state.objects.has(name)) return;
  throw new AwsError('PreconditionFailed', {
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold',
  });
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
