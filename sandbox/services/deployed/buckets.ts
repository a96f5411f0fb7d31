import { AwsError } from '../../server/errors.ts';
import type { Reply, Request } from '../../server/http.ts';
import { toXml } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { bucketsOf, keyArn, stackOf } from './parts.ts';

/** What S3 is asked of a bucket, by the parameter of the query. */
const QUESTIONS: Readonly<Record<string, string>> = {
  encryption: 'GetBucketEncryption',
  publicAccessBlock: 'GetPublicAccessBlock',
};

/** null: the request is not about the configuration of a bucket. `name`: `bucket/`. */
export function questionOf({ method, query }: Request, name: string): string | null {
  const question = [...query.keys()].find((key) => key !== 'x-id');
  return method === 'GET' && /^[^/]+\/?$/.test(name) ? (QUESTIONS[question ?? ''] ?? null) : null;
}

/** The configuration of the buckets of the stack. */
export const BUCKET_QUESTIONS: Readonly<Record<string, (call: Call, name: string) => Reply>> = {
  GetBucketEncryption: (call, name) => {
    const { encryption } = bucketOf(call, name);
    const key = encryption === 'aws:kms' ? { KMSMasterKeyID: keyOf(call) } : {};
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: encryption, ...key };
    return xml('ServerSideEncryptionConfiguration', { Rule: { ApplyServerSideEncryptionByDefault } });
  },
  GetPublicAccessBlock: (call, name) => {
    const blocked = bucketOf(call, name).private;
    return xml('PublicAccessBlockConfiguration', {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: blocked,
      RestrictPublicBuckets: blocked,
    });
  },
};

function bucketOf(call: Call, name: string) {
  const stack = stackOf(call);
  const bucket = stack && Object.values(bucketsOf(stack)).find((one) => one.name === name.split('/')[0]);
  if (bucket) return bucket;
  throw new AwsError('NoSuchBucket', { status: 404, message: 'The specified bucket does not exist' });
}

function keyOf(call: Call): string {
  const stack = stackOf(call);
  return stack ? keyArn(stack) : '';
}

function xml(element: string, value: object): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><${element} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${toXml(value)}</${element}>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}
