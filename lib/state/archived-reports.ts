import type { S3Client } from '@aws-sdk/client-s3';
import type { WardenError } from '../core/errors.ts';
import { objectProblem } from './object-problem.ts';

export interface ArchivedReportsOptions {
  readonly client: () => Promise<S3Client>;
  readonly bucket: string;
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, ISO 8601. */
  readonly at: string;
}

/** The objects of the archive of reports, to read. Every operation rejects with a WardenError. */
export interface ArchivedReports {
  /** null: there is no such object. */
  readonly read: (key: string) => Promise<string | null>;
  /** By key. `after`: only keys that come after it. */
  readonly list: (prefix: string, after?: string) => Promise<readonly ListedObject[]>;
}

export function createArchivedReports(options: ArchivedReportsOptions): ArchivedReports {
  return { read: (key) => read(key, options), list: (prefix, after) => list({ prefix, after }, options) };
}

async function read(Key: string, options: ArchivedReportsOptions): Promise<string | null> {
  const [{ GetObjectCommand, NoSuchKey }, s3] = await Promise.all([import('@aws-sdk/client-s3'), options.client()]);
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: options.bucket, Key }));
    return (await Body?.transformToString('utf-8')) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw await explained('s3:GetObject', `/${Key}`, { error, s3, options });
  }
}

async function list(
  { prefix, after }: { readonly prefix: string; readonly after: string | undefined },
  options: ArchivedReportsOptions,
): Promise<readonly ListedObject[]> {
  const [{ paginateListObjectsV2 }, s3] = await Promise.all([import('@aws-sdk/client-s3'), options.client()]);
  const input = { Bucket: options.bucket, Prefix: prefix, ...(after === undefined ? {} : { StartAfter: after }) };
  const found: ListedObject[] = [];
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, input))
      for (const { Key = '', Size = 0, LastModified } of Contents)
        found.push({ key: Key, bytes: Size, at: LastModified?.toISOString() ?? '' });
  } catch (error) {
    throw await explained('s3:ListBucket', '', { error, s3, options });
  }
  return found;
}

const ACCESS =
  'reading the archive takes s3:GetObject on reports/* of the bucket, s3:ListBucket on the bucket, and kms:Decrypt on its key, where it has one of yours';

interface Failed {
  readonly error: unknown;
  readonly s3: S3Client;
  readonly options: ArchivedReportsOptions;
}

function explained(operation: string, path: string, { error, s3, options }: Failed): Promise<WardenError> {
  const place = `s3://${options.bucket}${path}`;
  const noBucket = 'the output ReportBucketName of the stack has its name. Check --bucket, --region and --profile';
  return objectProblem(error, s3, { operation, place, code: 'archive', access: ACCESS, noBucket });
}
