import type { S3Client } from '@aws-sdk/client-s3';
import type { WardenError } from '../core/errors.ts';
import { objectProblem, statusOf } from './object-problem.ts';

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

const ACCESS =
  'the function needs s3:GetObject and s3:PutObject on runs/* of the bucket and s3:ListBucket on the bucket, which must be of its own account';

interface Failed {
  readonly error: unknown;
  readonly s3: S3Client;
  readonly options: RunObjectsOptions;
}

function explained(operation: string, key: string, { error, s3, options: { bucket } }: Failed): Promise<WardenError> {
  const place = `s3://${bucket}/${key}`;
  const noBucket = 'deploy the stack again';
  return objectProblem(error, s3, { operation, place, code: 'run-objects', access: ACCESS, noBucket });
}
