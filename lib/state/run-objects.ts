import type { S3Client } from '@aws-sdk/client-s3';
import { explainError } from '../aws/explain-error.ts';
import { WardenError } from '../core/errors.ts';

export interface RunObjectsOptions {
  readonly client: () => Promise<S3Client>;
  readonly bucket: string;
  /** The account of the bucket: somebody else may have taken the name of a bucket that was deleted. */
  readonly owner: () => Promise<string>;
}

/** The objects of a run in S3. Every operation rejects with a WardenError. */
export interface RunObjects {
  readonly exists: (key: string) => Promise<boolean>;
  /** null: there is no such object. */
  readonly read: (key: string) => Promise<string | null>;
  /** false: the object exists, and is left as it is. */
  readonly writeOnce: (key: string, text: string) => Promise<boolean>;
}

const MAX_CONFLICTS = 3;

export function createRunObjects(options: RunObjectsOptions): RunObjects {
  return {
    exists: (key) => exists(key, options),
    read: (key) => read(key, options),
    writeOnce: (key, text) => writeOnce(key, text, options),
  };
}

async function exists(key: string, options: RunObjectsOptions): Promise<boolean> {
  const [{ HeadObjectCommand }, { s3, ...place }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    placeOf(key, options),
  ]);
  try {
    await s3.send(new HeadObjectCommand(place));
    return true;
  } catch (error) {
    // The answer to HEAD has no body, so it does not tell a missing object from a missing bucket. The write does.
    if (statusOf(error) === 404) return false;
    throw await explained('s3:GetObject', key, { error, s3, options });
  }
}

async function read(key: string, options: RunObjectsOptions): Promise<string | null> {
  const [{ GetObjectCommand, NoSuchKey }, { s3, ...place }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    placeOf(key, options),
  ]);
  try {
    const { Body } = await s3.send(new GetObjectCommand(place));
    return (await Body?.transformToString('utf-8')) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw await explained('s3:GetObject', key, { error, s3, options });
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
async function writeOnce(key: string, text: string, options: RunObjectsOptions): Promise<boolean> {
  const [{ PutObjectCommand }, { s3, ...place }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    placeOf(key, options),
  ]);
  const command = new PutObjectCommand({ ...place, Body: text, ContentType: 'application/json', IfNoneMatch: '*' });
  for (let conflicts = 0; ;) {
    try {
      await s3.send(command);
      return true;
    } catch (error) {
      if (statusOf(error) === 412) return false;
      // Another write of the same object is under way: the next attempt meets its object.
      if (statusOf(error) !== 409 || ++conflicts === MAX_CONFLICTS)
        throw await explained('s3:PutObject', key, { error, s3, options });
    }
  }
}

async function placeOf(Key: string, { client, bucket, owner }: RunObjectsOptions) {
  const [s3, ExpectedBucketOwner] = await Promise.all([client(), owner()]);
  return { s3, Bucket: bucket, Key, ExpectedBucketOwner };
}

function statusOf(error: unknown): number | null {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, '$metadata') : null;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : null;
  return typeof status === 'number' ? status : null;
}

const ACCESS =
  'the function needs s3:GetObject and s3:PutObject on runs/* of the bucket and s3:ListBucket on the bucket, which must be of its own account';

async function explained(
  operation: string,
  key: string,
  { error, s3, options: { bucket } }: { error: unknown; s3: S3Client; options: RunObjectsOptions },
): Promise<WardenError> {
  const place = `s3://${bucket}/${key}`;
  const options = { cause: error };
  if (statusOf(error) === 403)
    return new WardenError('run-objects', `${place}: S3 denied ${operation}: ${ACCESS}`, options);
  if (statusOf(error) === 404)
    return new WardenError('run-objects', `${place}: there is no such bucket: deploy the stack again`, options);
  const meaning = await explainError(error, { operation, region: await s3.config.region() });
  const why = 'detail' in meaning ? meaning.detail : 'the answer was that of another service';
  return new WardenError('run-objects', `${place}: ${operation} failed: ${why}`, options);
}
