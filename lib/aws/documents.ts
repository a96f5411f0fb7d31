import { readFile } from 'node:fs/promises';
import type { Clients } from './clients.ts';

/** Reads a text from where it is kept. */
export interface DocumentReaders {
  readonly readFile: (path: string) => Promise<string>;
  readonly readParameter: (name: string) => Promise<string>;
  readonly readObject: (object: { readonly bucket: string; readonly key: string }) => Promise<string>;
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
    readObject: async ({ bucket, key }) => {
      const [s3, { GetObjectCommand }] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString('utf-8')) ?? '';
    },
  };
}
