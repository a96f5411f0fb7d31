import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { WardenError } from '../core/errors.ts';
import type { ReportObject, ReportObjects } from '../core/archive/report-object.ts';
import { objectProblem, statusOf } from './object-problem.ts';
import { placeOf, putIf, type OwnBucket } from './own-bucket.ts';

export function createReportObjects(options: OwnBucket): ReportObjects {
  return {
    writeOnce: (object, signal) => put(object, { IfNoneMatch: '*' }, { options, signal }),
    replaceOlder: (object, signal) => replaceOlder(object, { options, signal }),
  };
}

interface Context {
  readonly options: OwnBucket;
  readonly signal: AbortSignal;
}

type Condition = Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>;

/** As many runs archive at the same time as may be. Each time that another one was faster, what it wrote is compared again. */
const MAX_TRIES = 10;

async function replaceOlder(object: ReportObject, context: Context): Promise<boolean> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const found = await findOrder(object.key, context);
    if (found !== null && found.order >= object.order) return false;
    const isFirst = found === null || found.etag === null;
    if (await put(object, isFirst ? { IfNoneMatch: '*' } : { IfMatch: found.etag }, context)) return true;
  }
  const { bucket } = context.options;
  throw new WardenError(
    'archive',
    `s3://${bucket}/${object.key}: it was replaced again and again, or may not be read: allow s3:GetObject on it. The report of the run itself is complete`,
  );
}

interface Found {
  readonly order: string;
  readonly etag: string | null;
}

/** null: there is no such object, as far as the answer says. Without s3:ListBucket a missing object is denied. */
async function findOrder(key: string, context: Context): Promise<Found | null> {
  const [{ HeadObjectCommand }, { s3, ...place }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    placeOf(key, context.options),
  ]);
  try {
    const { Metadata = {}, ETag } = await s3.send(new HeadObjectCommand(place), { abortSignal: context.signal });
    return { order: Metadata['run'] ?? '', etag: ETag ?? null };
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 403) return null;
    throw await explained('s3:GetObject', key, { error, s3, context });
  }
}

/** An upload has as long as any other call, and longer the more it has to send. */
const UPLOAD_MS = 5000;
const BYTES_PER_MS = 2000;

/** false: the condition does not hold. */
async function put(object: ReportObject, condition: Condition, context: Context): Promise<boolean> {
  const { key, body, contentType, order } = object;
  const { s3, ...place } = await placeOf(key, context.options);
  // The SDK takes an empty body, such as OCSF without a finding, for a stream of unknown length.
  const content = {
    Body: body,
    ContentLength: body.byteLength,
    ContentType: contentType,
    Metadata: { run: order },
  };
  // S3 refuses an object without a checksum in a bucket with Object Lock, and keeps this one with the object as evidence.
  const input: PutObjectCommandInput = { ...place, ...content, ...condition, ChecksumAlgorithm: 'SHA256' };
  try {
    const requestTimeout = UPLOAD_MS + body.byteLength / BYTES_PER_MS;
    return await putIf(input, s3, { abortSignal: context.signal, requestTimeout });
  } catch (error) {
    throw await explained('s3:PutObject', key, { error, s3, context });
  }
}

const ACCESS =
  'the function needs s3:PutObject on reports/* and s3:GetObject on reports/latest.* of the bucket, which must be of its own account, and its key';

interface Failed {
  readonly error: unknown;
  readonly s3: S3Client;
  readonly context: Context;
}

async function explained(operation: string, key: string, { error, s3, context }: Failed): Promise<WardenError> {
  const place = `s3://${context.options.bucket}/${key}`;
  if (context.signal.aborted)
    return new WardenError('archive', `${place}: ${operation} did not end in time`, { cause: error });
  const noBucket = 'deploy the stack again';
  return objectProblem(error, s3, { operation, place, code: 'archive', access: ACCESS, noBucket });
}
