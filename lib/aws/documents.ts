import { readFile } from 'node:fs/promises';
import type { Clients } from './clients.ts';
import { explainError, explainKeyError } from './explain-error.ts';

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
export function createReaders(clients: Clients, ownAccount: () => Promise<string>): DocumentReaders {
  return {
    readFile: (path) => readFile(path, 'utf8'),
    readParameter: async (Name) => {
      const [ssm, { GetParameterCommand }] = await Promise.all([clients.ssm(), import('@aws-sdk/client-ssm')]);
      const command = new GetParameterCommand({ Name, WithDecryption: true });
      const { Parameter } = await explained('ssm:GetParameter', ssm, () => ssm.send(command));
      return textOf(Parameter?.Value);
    },
    readObject: async ({ bucket, key, owner }) => {
      const [s3, { GetObjectCommand }, ExpectedBucketOwner] = await Promise.all([
        clients.s3(),
        import('@aws-sdk/client-s3'),
        // Bucket names are global: somebody else may have taken the name of a bucket that was deleted.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
        owner ?? ownAccount(),
      ]);
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner });
      const { Body } = await explained('s3:GetObject', s3, () => s3.send(command));
      return (await Body?.transformToString('utf-8')) ?? '';
    },
  };
}

/** The SDK passes on what it got, whatever its types say. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Puts an error of the network or of a KMS key in words. Others are left as they are: their names say what they are. */
async function explained<T>(
  operation: string,
  { config }: { readonly config: { readonly region: () => Promise<string> } },
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const key = await explainKeyError(cause);
    if (key !== null) throw named('KMS', key.advice, cause);
    const meaning = await explainError(cause, { operation, region: await config.region() });
    if (meaning.kind === 'failure' && (meaning.reason === 'network' || meaning.reason === 'timeout'))
      throw named('Network', meaning.detail, cause);
    throw cause;
  }
}

function named(name: string, message: string, cause: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name });
}
