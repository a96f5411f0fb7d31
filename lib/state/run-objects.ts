import type { S3Client } from '@aws-sdk/client-s3';
import type { WardenError } from '../core/errors.ts';
import { objectProblem, statusOf } from './object-problem.ts';
import { placeOf, putIf, type OwnBucket } from './own-bucket.ts';

/** The objects of a run in S3. Every operation rejects with a WardenError. */
export interface RunObjects {
  readonly exists: (key: string) => Promise<boolean>;
  /** null: there is no such object. */
  readonly read: (key: string) => Promise<string | null>;
  /** false: the object exists, and is left as it is. */
  readonly writeOnce: (key: string, text: string) => Promise<boolean>;
}

export function createRunObjects(options: OwnBucket): RunObjects {
  return {
    exists: (key) => exists(key, options),
    read: (key) => read(key, options),
    writeOnce: (key, text) => writeOnce(key, text, options),
  };
}

async function exists(key: string, options: OwnBucket): Promise<boolean> {
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

async function read(key: string, options: OwnBucket): Promise<string | null> {
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

async function writeOnce(key: string, text: string, options: OwnBucket): Promise<boolean> {
  const { s3, ...place } = await placeOf(key, options);
  try {
    return await putIf({ ...place, Body: text, ContentType: 'application/json', IfNoneMatch: '*' }, s3);
  } catch (error) {
    throw await explained('s3:PutObject', key, { error, s3, options });
  }
}

const ACCESS =
  'the function needs s3:GetObject and s3:PutObject on runs/* of the bucket and s3:ListBucket on the bucket, which must be of its own account';

interface Failed {
  readonly error: unknown;
  readonly s3: S3Client;
  readonly options: OwnBucket;
}

function explained(operation: string, key: string, { error, s3, options: { bucket } }: Failed): Promise<WardenError> {
  const place = `s3://${bucket}/${key}`;
  const noBucket = 'deploy the stack again';
  return objectProblem(error, s3, { operation, place, code: 'run-objects', access: ACCESS, noBucket });
}
