import { readFile } from 'node:fs/promises';
import type { PolicyReaders } from '../policy/load.ts';
import type { Clients } from './clients.ts';

/** Where a policy can be read from. Each rejects with what the file system or AWS said. */
export function createReaders(clients: Clients): PolicyReaders {
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
