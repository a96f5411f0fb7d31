import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { statusOf } from './object-problem.ts';

/** A bucket of the deployment. */
export interface OwnBucket {
  readonly client: () => Promise<S3Client>;
  readonly bucket: string;
  /** The account of the bucket: somebody else may have taken the name of a bucket that was deleted. */
  readonly owner: () => Promise<string>;
}

/** The client, and what each call for an object names. */
export async function placeOf(Key: string, { client, bucket, owner }: OwnBucket) {
  const [s3, ExpectedBucketOwner] = await Promise.all([client(), owner()]);
  return { s3, Bucket: bucket, Key, ExpectedBucketOwner };
}

const MAX_CONFLICTS = 3;

/**
 * Writes an object if its condition holds; false: it does not. Rejects with what S3 answered.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function putIf(
  input: PutObjectCommandInput,
  s3: S3Client,
  options: { readonly abortSignal?: AbortSignal; readonly requestTimeout?: number } = {},
): Promise<boolean> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const command = new PutObjectCommand(input);
  for (let conflicts = 0; ;) {
    try {
      await s3.send(command, options);
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 412 || (status === 404 && input.IfMatch !== undefined)) return false;
      // Another write of the same object is under way: the next attempt meets its object.
      if (status !== 409 || ++conflicts === MAX_CONFLICTS) throw error;
    }
  }
}
