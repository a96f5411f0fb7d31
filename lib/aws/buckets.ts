import type { Bucket as ListedBucket } from '@aws-sdk/client-s3';
import type { Bucket } from '../core/bucket.ts';
import type { Lookup } from '../core/lookup.ts';
import type { Clients } from './clients.ts';
import { explainError } from './explain-error.ts';

const OPERATION = 's3:ListBuckets';

/** S3 names the Region of a bucket only in answers to requests with a parameter. This is the largest page. */
const PAGE_SIZE = 10_000;

/** The general purpose buckets of the account, in all Regions. Never rejects. */
export async function listBuckets(
  clients: Pick<Clients, 's3'>,
  signal: AbortSignal,
): Promise<Lookup<readonly Bucket[]>> {
  const [client, { paginateListBuckets }] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
  const region = await client.config.region();
  const buckets: Bucket[] = [];
  try {
    const pages = paginateListBuckets(
      { client, pageSize: PAGE_SIZE, stopOnSameToken: true },
      {},
      { abortSignal: signal },
    );
    for await (const page of pages) {
      const listed: unknown = page.Buckets;
      // An account without buckets has an empty list. An answer without a list is of a proxy, or of no S3.
      if (!Array.isArray(listed)) return unknown(`${OPERATION} in ${region} answered without a list of buckets`);
      for (const bucket of listed) {
        const known = bucketOf(bucket);
        if (!known) return unknown(`${OPERATION} in ${region} answered with a bucket without a name or a Region`);
        buckets.push(known);
      }
    }
    return { kind: 'known', value: buckets };
  } catch (error) {
    const meaning = await explainError(error, { operation: OPERATION, region });
    return unknown(
      'detail' in meaning ? meaning.detail : `${OPERATION} in ${region} gave an answer of another service`,
    );
  }
}

/** The SDK passes on what it got, whatever its types say. */
function bucketOf({ Name, BucketRegion }: ListedBucket): Bucket | null {
  return typeof Name === 'string' && Name !== '' && typeof BucketRegion === 'string' && BucketRegion !== ''
    ? { name: Name, region: BucketRegion }
    : null;
}

function unknown(why: string): Lookup<never> {
  return { kind: 'unknown', why };
}
