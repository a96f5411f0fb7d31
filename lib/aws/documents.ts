import { readFile } from 'node:fs/promises';
import type { Clients } from './clients.ts';
import { callerIdentity } from './identity.ts';

/** Reads a text from where it is kept. */
export interface DocumentReaders {
  readonly readFile: (path: string) => Promise<string>;
  readonly readParameter: (name: string) => Promise<string>;
  /** `owner`: the account of the bucket; the own account, if left out. */
  readonly readObject: (object: {
    readonly bucket: string;
    readonly key: string;
    readonly owner?: string | undefined;
  }) => Promise<string>;
}

/** Readers for files, SSM parameters and S3 objects. Each rejects with what the file system or AWS said. */
export function createReaders(clients: Clients): DocumentReaders {
  return {
    readFile: (path) => readFile(path, 'utf8'),
    readParameter: async (Name) => {
      const [ssm, { GetParameterCommand }] = await Promise.all([clients.ssm(), import('@aws-sdk/client-ssm')]);
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      return Parameter?.Value ?? '';
    },
    readObject: async ({ bucket, key, owner }) => {
      const [s3, { GetObjectCommand }, ExpectedBucketOwner] = await Promise.all([
        clients.s3(),
        import('@aws-sdk/client-s3'),
        // Bucket names are global: somebody else may have taken the name of a bucket that was deleted.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
        owner ?? ownAccount(clients),
      ]);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner }));
      return (await Body?.transformToString('utf-8')) ?? '';
    },
  };
}

async function ownAccount(clients: Clients): Promise<string> {
  return (await callerIdentity(clients, new AbortController().signal)).accountId;
}
